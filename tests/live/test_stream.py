"""The stream as a browser has it: real uvicorn, the real outbox, PostgreSQL and Valkey."""

import socket
from contextlib import ExitStack

import httpx
import pytest

from cases.actions.dispatch import dispatch
from cases.rules.orders import Whereabouts
from command_center.live.hub import AT_THE_DOOR
from command_center.live.listener import MOST
from foundation import clock
from notices.outbox import OutboxRow, append_many
from organizations.models import RoleGrant, UserSession
from organizations.roles import Role
from tests import make
from tests.live.serving import cookie_of, end

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dispatcher(town):
    return make.user(town.centre, Role.DISPATCHER)


def new_case(town, street=0):
    where = Whereabouts(street=town.area.streets[street].name)
    return make.case(sender=town.city, now=clock.now(), received_at=clock.now(), whereabouts=where)


def test_a_change_reaches_those_who_may_see_it_and_nobody_else(town, dispatcher, stream_server, read):
    url, _server = stream_server()
    people = [
        dispatcher,
        make.user(town.streets[0], Role.STREET_OPERATOR),
        make.user(town.streets[1], Role.STREET_OPERATOR),
    ]
    centre, first, second = desks = [read(url, user) for user in people]
    assert [one.next()[0] for one in desks] == ["resync"] * 3
    assert centre.answer.headers["Content-Type"] == "text/event-stream"
    case, other = new_case(town), new_case(town, street=1)
    assert first.subjects() == {f"case:{case.case_no}"}
    assert second.subjects() == {f"case:{other.case_no}"}
    seen = set()
    while len(seen) < 2:
        seen |= centre.subjects()
    assert seen == {f"case:{case.case_no}", f"case:{other.case_no}"}


def test_who_comes_back_is_told_what_was_missed_and_too_much_is_a_resync(town, dispatcher, stream_server, read):
    url, server = stream_server()
    desk = read(url, dispatcher)
    desk.next()
    case = new_case(town)
    desk.subjects()
    desk.close()
    dispatch(case.pk, target=town.streets[0], actor=make.person(town.centre, Role.DISPATCHER), now=clock.now())
    missed = read(url, dispatcher, last=desk.last)
    assert missed.subjects() == {f"case:{case.case_no}"}
    missed.close()
    end(server)
    rows = [OutboxRow("case.noted", "case", str(n), 1, [town.centre.pk]) for n in range(2 * MOST)]
    append_many(rows, now=clock.now())
    url, _server = stream_server(port=int(url.rpartition(":")[2]))
    back = read(url, dispatcher, last=missed.last)
    assert back.next()[0] == "resync"
    newest = new_case(town)
    assert back.subjects() == {f"case:{newest.case_no}"}


@pytest.mark.parametrize("last", ["nonsense", "999999.1"])
def test_a_place_that_is_not_of_this_feed_is_a_resync(town, dispatcher, stream_server, read, last):
    url, _server = stream_server()
    assert read(url, dispatcher, last=last).next()[0] == "resync"


def test_a_stream_ends_with_the_session_and_with_the_right(town, dispatcher, stream_server, read):
    url, _server = stream_server()
    street = make.user(town.streets[0], Role.STREET_OPERATOR)
    desks = [read(url, dispatcher), read(url, street)]
    assert [one.next()[0] for one in desks] == ["resync"] * 2
    UserSession.objects.filter(user=dispatcher).delete()
    RoleGrant.objects.filter(user=street).delete()
    assert [one.next() for one in desks] == [("end", {})] * 2
    assert [one.next()[0] for one in desks] == ["closed"] * 2


def test_nobody_listens_who_is_not_signed_in_or_has_nothing_to_hear(town, stream_server, read):
    url, _server = stream_server()
    stranger = read(url, headers={"Cookie": "sessionid=made-up"})
    assert (stranger.answer.status_code, stranger.answer.headers["Location"][:16]) == (302, "/accounts/login/")
    assert read(url, make.user(town.centre, Role.SYSTEM_ADMIN)).answer.status_code == 403


def test_a_body_that_never_comes_holds_the_door_open_for_nobody(town, dispatcher, stream_server, read):
    url, _server = stream_server()
    at = httpx.URL(url)
    with ExitStack() as strangers:
        for _ in range(AT_THE_DOOR):
            one = strangers.enter_context(socket.create_connection((at.host, at.port), timeout=20))
            one.sendall(b"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n")
            assert one.recv(12) == b"HTTP/1.1 302"
        assert read(url, dispatcher).next()[0] == "resync"


def test_a_thirteenth_window_is_refused(town, dispatcher, stream_server, read):
    url, _server = stream_server()
    cookie = cookie_of(dispatcher)
    windows = [read(url, headers=cookie) for _ in range(12)]
    assert {one.next()[0] for one in windows} == {"resync"}
    refused = read(url, headers=cookie)
    assert (refused.answer.status_code, refused.answer.headers["Retry-After"]) == (429, "60")
    windows[0].close()


def test_without_valkey_the_stream_goes_on_by_looking(town, dispatcher, stream_server, read):
    url, _server = stream_server(REDIS_URL="redis://127.0.0.1:1/0")
    desk = read(url, dispatcher)
    assert desk.next()[0] == "resync"
    case = new_case(town)
    assert desk.subjects() == {f"case:{case.case_no}"}
