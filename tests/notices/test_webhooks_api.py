"""`/api/v1/webhooks/`: registered by a token, told the secret once, answered for."""

import base64
import socket
from datetime import timedelta

import pytest
from django.test import Client

from foundation import clock
from notices.actions.claim_due import claim_due
from notices.actions.settle import settle_all
from notices.channels.outcome import Outcome
from notices.models import Delivery, Endpoint
from organizations.actions.issue_token import issue_token
from organizations.models import AuditEntry
from organizations.roles import Role
from tests import make
from tests.notices.conftest import tell

ADDRESS = "/api/v1/webhooks/"
URL = "https://receiver.example/hook"


@pytest.fixture(autouse=True)
def _names(monkeypatch):
    """A name server for these stories."""
    book = {"receiver.example": ["1.2.4.8"], "inside.example": ["10.0.0.1"], "both.example": ["1.2.4.8", "::1"]}
    real = socket.getaddrinfo

    def getaddrinfo(host, *rest, **facts):
        if not str(host).endswith(".example"):
            return real(host, *rest, **facts)
        if host not in book:
            raise socket.gaierror
        return [(0, 0, 0, "", (address,)) for address in book[host]]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.fixture
def caller(greening):
    return api(greening)


def api(organization, *scopes):
    admin = make.person(organization, Role.SYSTEM_ADMIN)
    scopes = list(scopes or ["webhooks:manage", "changes:read"])
    token = issue_token(organization, name=organization.code, scopes=scopes, actor=admin, now=clock.now()).token
    return Client(headers={"Authorization": f"Bearer {token}"})


def post(client, address, body=None, **headers):
    return client.post(address, body or {}, content_type="application/json", headers=headers)


def registered(client, **facts):
    answer = post(client, ADDRESS, {"url": URL, **facts})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_an_address_is_registered_and_its_secret_shown_once(caller):
    made = registered(caller, kinds=["case.*"])
    assert len(base64.b64decode(made["secret"].removeprefix("whsec_"))) == 32
    [listed] = caller.get(ADDRESS).json()
    assert listed == {name: value for name, value in made.items() if name != "secret"}
    assert (listed["url"], listed["kinds"], listed["failures_in_row"]) == (URL, ["case.*"], 0)
    assert Endpoint.objects.get().secret == made["secret"]


def test_the_secret_rests_encrypted_and_stays_out_of_the_audit(caller):
    from django.db import connection

    secret = registered(caller)["secret"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM notices_endpoint")
        assert secret.encode() not in bytes(cursor.fetchone()[0])
    entry = AuditEntry.objects.get(kind="endpoint.registered")
    assert secret not in str(entry.before) + str(entry.after) + entry.subject_label


def test_a_repeat_under_the_same_key_gives_the_same_secret(caller):
    first, second = (post(caller, ADDRESS, {"url": URL}, **{"Idempotency-Key": "k"}) for _ in range(2))
    assert first.json() == second.json()
    assert Endpoint.objects.count() == 1


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://inside.example/", "address_refused"),
        ("https://both.example/", "address_refused"),
        ("https://127.0.0.1/", "address_refused"),
        ("https://[::1]/", "address_refused"),
        ("https://[::ffff:10.0.0.1]/", "address_refused"),
        ("https://169.254.169.254/latest/meta-data/", "address_refused"),
        ("http://receiver.example/", "address_refused"),
        ("ftp://receiver.example/", "invalid"),
        ("https://user:pass@receiver.example/", "invalid"),
        ("https:///path", "invalid"),
        ("receiver.example", "invalid"),
        ("https://receiver.example/#part", "invalid"),
        ("https://receiver.example:99999/", "invalid"),
    ],
)
def test_where_we_must_not_call_nothing_is_registered(caller, url, code):
    answer = post(caller, ADDRESS, {"url": url})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "url")
    assert answer.json()["errors"][0]["code"] == code
    assert Endpoint.objects.count() == 0


def test_a_network_that_the_operator_names_is_taken_even_without_tls(caller, settings):
    from ipaddress import ip_network

    settings.WEBHOOK_NETWORKS = [ip_network("10.0.0.0/8")]
    assert registered(caller, url="http://inside.example/")["url"] == "http://inside.example/"


def test_a_name_that_is_unknown_here_is_left_to_the_sender(caller):
    assert registered(caller, url="https://elsewhere.example/")


def test_a_kind_that_is_none_is_refused(caller):
    answer = post(caller, ADDRESS, {"url": URL, "kinds": ["case.closed", "*"]})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "kinds")


def test_the_same_address_is_registered_once(caller):
    registered(caller)
    answer = post(caller, ADDRESS, {"url": URL})
    assert (answer.status_code, answer.json()["code"]) == (409, "address_registered")


def test_twenty_addresses_are_enough(caller):
    for number in range(20):
        registered(caller, url=f"{URL}/{number}")
    answer = post(caller, ADDRESS, {"url": URL})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_endpoints")


def test_a_removed_address_gets_nothing_more_and_keeps_its_history(caller, greening):
    one = registered(caller)
    tell("1", audience=[greening])
    assert caller.delete(f"{ADDRESS}{one['id']}/").status_code == 204
    tell("2", audience=[greening])
    assert caller.get(ADDRESS).json() == []
    [kept] = caller.get(f"{ADDRESS}{one['id']}/deliveries/").json()["results"]
    assert (kept["state"], kept["subject"]["id"]) == ("cancelled", "1")
    assert caller.delete(f"{ADDRESS}{one['id']}/").status_code == 404
    assert registered(caller)["id"] != one["id"]


def test_a_test_is_accepted_and_what_came_of_it_is_told_later(caller):
    one = registered(caller, kinds=["case.closed"])
    answer = post(caller, f"{ADDRESS}{one['id']}/test/")
    assert (answer.status_code, answer.json()["state"], answer.json()["kind"]) == (202, "pending", "webhook.test")
    [taken] = claim_due(limit=5, now=clock.now())
    settle_all([(taken, Outcome("对方应答 500。", status_code=500))], now=clock.now())
    [row] = caller.get(f"{ADDRESS}{one['id']}/deliveries/").json()["results"]
    assert (row["state"], row["attempts"], row["status_code"], row["last_error"]) == (
        "pending",
        1,
        500,
        "对方应答 500。",
    )
    assert row["settled_at"] is None


def test_a_dead_letter_is_sent_once_more(caller, greening):
    one = registered(caller)
    tell("1", audience=[greening])
    again = f"{ADDRESS}{one['id']}/deliveries/{Delivery.objects.get().pk}/redeliver/"
    assert post(caller, again).json()["code"] == "still_open"
    Delivery.objects.update(state="parked", settled_at=clock.now(), last_error="x")
    answer = post(caller, again)
    assert (answer.status_code, answer.json()["state"], answer.json()["settled_at"]) == (202, "pending", None)
    Delivery.objects.update(state="parked", settled_at=clock.now())
    caller.delete(f"{ADDRESS}{one['id']}/")
    assert post(caller, again).json()["code"] == "endpoint_retired"


def test_what_belongs_to_others_is_not_there(caller, greening, water):
    one = registered(caller)
    tell("1", audience=[greening])
    stranger, other = api(water), f"{ADDRESS}{one['id']}/"
    delivery = Delivery.objects.get().pk
    assert stranger.get(ADDRESS).json() == []
    assert stranger.delete(other).status_code == 404
    assert post(stranger, f"{other}test/").status_code == 404
    assert stranger.get(f"{other}deliveries/").status_code == 404
    assert post(stranger, f"{other}deliveries/{delivery}/redeliver/").status_code == 404
    mine = registered(stranger)
    assert post(stranger, f"{ADDRESS}{mine['id']}/deliveries/{delivery}/redeliver/").status_code == 404


def test_deliveries_come_page_by_page_newest_first(caller, greening):
    one = registered(caller)
    tell("1", "2", "3", audience=[greening], at=clock.now() - timedelta(minutes=1))
    page = caller.get(f"{ADDRESS}{one['id']}/deliveries/?limit=2").json()
    rest = caller.get(page["next"]).json()
    assert [row["subject"]["id"] for row in page["results"] + rest["results"]] == ["3", "2", "1"]
