"""`GET /api/v1/changes/`: read at once, or waited for without holding anything."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Thread

import httpx
import pytest
from django.core.asgi import get_asgi_application
from django.db import connection
from django.test import Client

from foundation import clock
from notices import waiting
from notices.actions.purge import purge
from notices.waiting import news_after
from organizations.actions.issue_token import issue_token
from organizations.roles import Role
from tests import make
from tests.notices.conftest import NOON, tell

ADDRESS = "/api/v1/changes/"


def token(organization):
    admin = make.person(organization, Role.SYSTEM_ADMIN)
    scopes = ["changes:read"]
    return issue_token(organization, name=organization.code, scopes=scopes, actor=admin, now=clock.now()).token


@pytest.fixture
def caller(greening):
    return Client(headers={"Authorization": f"Bearer {token(greening)}"})


def test_a_change_is_told_without_its_content(caller, greening):
    tell("261122000001", audience=[greening])
    said = caller.get(ADDRESS, {"after": "0"}).json()
    assert said["changes"] == [
        {
            "id": said["cursor"],
            "kind": "case.signed",
            "subject": {"kind": "case", "id": "261122000001"},
            "version": 1,
            "happened_at": "2026-11-22T20:00:00+08:00",
        }
    ]
    assert (said["has_more"], caller.get(ADDRESS, {"after": said["cursor"]}).json()["changes"]) == (False, [])


def test_without_a_place_one_begins_at_the_oldest_and_with_latest_at_the_newest(caller, greening):
    tell("1", audience=[greening])
    assert len(caller.get(ADDRESS).json()["changes"]) == 1
    assert caller.get(ADDRESS, {"after": "latest"}).json()["changes"] == []


def test_page_after_page_leads_to_the_end(caller, greening):
    tell(*"abcde", audience=[greening])
    seen, cursor, more = [], "0", True
    while more:
        said = caller.get(ADDRESS, {"after": cursor, "limit": 2}).json()
        seen += [change["subject"]["id"] for change in said["changes"]]
        cursor, more = said["cursor"], said["has_more"]
    assert seen == list("abcde")


def test_a_reader_behind_the_purge_gets_a_problem_and_no_silent_gap(caller, greening):
    tell("1", audience=[greening])
    purge(now=NOON + timedelta(days=31))
    answer = caller.get(ADDRESS, {"after": "0"})
    assert (answer.status_code, answer.json()["code"]) == (410, "cursor_expired")
    assert answer["Content-Type"] == "application/problem+json"
    assert caller.get(ADDRESS).status_code == 200


@pytest.mark.parametrize("asked", [{"after": "x"}, {"wait": "31"}, {"wait": "-1"}, {"limit": "0"}, {"limit": "501"}])
def test_what_cannot_be_read_is_told_field_by_field(caller, asked):
    answer = caller.get(ADDRESS, asked)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, *asked)


def test_a_server_that_cannot_wait_answers_at_once(caller):
    assert caller.get(ADDRESS, {"wait": "30"}).json()["changes"] == []


def test_news_name_the_organizations_that_are_told(greening, water):
    tell("1", audience=[greening])
    tell("2", audience=[water])
    assert (news_after(0), news_after(1), news_after(2)) == (
        (2, {greening.pk, water.pk}),
        (2, {water.pk}),
        (2, set()),
    )


def elsewhere(act):
    """In another thread with a connection of its own, as another process would."""

    def run():
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
class TestLongPoll:
    """Through ASGI, as the stream process serves it."""

    @pytest.fixture(autouse=True)
    def _quick(self, monkeypatch, settings):
        monkeypatch.setattr(waiting, "SECONDS_BETWEEN_LOOKS", 0.02)
        settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
        monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)

    def poll(self, organization, *, wait, meanwhile=None, readers=1):
        """What so many readers are told, and how many connections to the database were open while they waited."""
        bearer, seen = token(organization), []
        connection.close()

        async def read(client):
            return await client.get(f"{ADDRESS}?after=0&wait={wait}", headers={"Authorization": f"Bearer {bearer}"})

        async def act():
            while len(bell_waiting()) < readers:
                await asyncio.sleep(0.005)
            seen.append(await asyncio.to_thread(connections))
            if meanwhile:
                await asyncio.to_thread(elsewhere, meanwhile)

        def bell_waiting():
            return [one for bells in waiting.bell_of_this_loop()._waiting.values() for one in bells]

        async def everything():
            transport = httpx.ASGITransport(app=get_asgi_application())
            async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
                *answers, _acted = await asyncio.gather(*(read(client) for _ in range(readers)), act())
                return answers

        # In a thread of its own: a browser test of the same process may have left its loop running in this one.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, everything()).result(), seen[0]

    def test_a_reader_is_woken_by_what_it_is_told(self, greening):
        started = clock.now()
        [answer], _ = self.poll(greening, wait=30, meanwhile=lambda: tell("1", audience=[greening]))
        assert [change["subject"]["id"] for change in answer.json()["changes"]] == ["1"]
        assert clock.now() - started < timedelta(seconds=15)

    def test_a_reader_is_not_woken_by_what_others_are_told(self, greening, water):
        [answer], _ = self.poll(greening, wait=1, meanwhile=lambda: tell("1", audience=[water]))
        assert answer.json()["changes"] == []

    def test_who_waits_in_vain_is_told_where_to_go_on(self, greening):
        [answer], _ = self.poll(greening, wait=1)
        assert answer.json() == {"changes": [], "cursor": "0", "has_more": False}

    def test_twenty_readers_hold_no_more_connections_than_their_bell(self, greening):
        answers, open_ones = self.poll(greening, wait=30, readers=20, meanwhile=lambda: tell("1", audience=[greening]))
        assert all(len(answer.json()["changes"]) == 1 for answer in answers)
        assert open_ones <= waiting.CONNECTIONS + 1


def connections():
    """How many others have this database open."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            return cursor.fetchone()[0] - 1
    finally:
        connection.close()
