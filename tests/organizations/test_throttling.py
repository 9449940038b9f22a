from datetime import datetime

import pytest
from django.test import Client
from redis.connection import AbstractConnection
from redis.exceptions import ConnectionError as ValkeyAwayError

from organizations import call_counter, throttling
from organizations.actions.issue_token import issue_token
from organizations.roles import Role
from tests.organizations.conftest import CONSOLE, NOW

pytestmark = pytest.mark.django_db
MINUTE = "2026-11-24T01:30:{:02}Z"


@pytest.fixture(autouse=True)
def _three_calls_a_minute(settings, clock_at):
    settings.API_CALLS_PER_MINUTE = 3
    valkey = call_counter.valkey(settings.REDIS_URL)
    valkey.delete(*valkey.scan_iter("api-calls:*"), "api-calls:none")
    clock_at(MINUTE.format(18))


@pytest.fixture
def clock_at(monkeypatch):
    def set_to(text):
        monkeypatch.setattr(throttling, "now", lambda: datetime.fromisoformat(text))

    return set_to


def client_of(organization, name="接口", scopes=("cases:read",)):
    token = issue_token(organization, name=name, scopes=list(scopes), actor=CONSOLE, now=NOW).token
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def caller(department):
    return client_of(department)


def test_every_answer_says_what_is_left(caller):
    answers = [caller.get("/api/whoami/") for _ in range(2)]
    assert [a["RateLimit"] for a in answers] == ['"client";r=2;t=42', '"client";r=1;t=42']
    assert answers[0]["RateLimit-Policy"] == '"client";q=3;w=60'
    earlier = {name: answers[1][f"RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")}
    assert earlier == {"Limit": "3", "Remaining": "1", "Reset": "42"}


def test_beyond_the_limit_it_is_429_until_the_next_minute(caller, clock_at):
    assert [caller.get("/api/whoami/").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = caller.get("/api/whoami/")
    assert (refused["Content-Type"], refused.json()["code"]) == ("application/problem+json", "throttled")
    assert (refused["Retry-After"], refused["RateLimit-Remaining"]) == ("42", "0")
    clock_at("2026-11-24T01:31:00Z")
    assert caller.get("/api/whoami/")["RateLimit"] == '"client";r=2;t=60'


def test_a_call_refused_for_want_of_a_right_counts_and_says_so(caller):
    refused = caller.post("/api/cases/", "{}", content_type="application/json")
    assert (refused.status_code, refused["RateLimit-Remaining"]) == (403, "2")


def test_one_client_never_uses_up_anothers_calls_from_the_same_address(caller, department):
    for _ in range(4):
        caller.get("/api/whoami/")
    assert client_of(department, name="另一接口").get("/api/whoami/").status_code == 200


def test_people_are_not_counted(make_user):
    browser = Client()
    browser.force_login(make_user("li", Role.DISPATCHER))
    answers = [browser.get("/api/whoami/") for _ in range(5)]
    assert {a.status_code for a in answers} == {200}
    assert not answers[0].has_header("RateLimit")


def test_strangers_are_told_nothing(db):
    answer = Client().get("/api/whoami/", headers={"Authorization": "Bearer unknown"})
    assert (answer.status_code, answer.has_header("RateLimit")) == (401, False)


def test_no_limit_is_no_header(caller, settings):
    settings.API_CALLS_PER_MINUTE = 0
    answers = [caller.get("/api/whoami/") for _ in range(5)]
    assert {(a.status_code, a.has_header("RateLimit")) for a in answers} == {(200, False)}


def test_a_client_beyond_its_limit_is_turned_away_before_its_right_is_asked_for(caller):
    """Else calls that are refused anyway could be made without end."""
    codes = [caller.post("/api/cases/", "{}", content_type="application/json").status_code for _ in range(5)]
    assert codes == [403, 403, 403, 429, 429]


def test_a_call_is_counted_by_one_message_to_valkey(caller, monkeypatch):
    caller.get("/api/whoami/")
    sent, send = [], AbstractConnection.send_packed_command
    monkeypatch.setattr(
        AbstractConnection, "send_packed_command", lambda self, *rest, **facts: sent.append(send(self, *rest, **facts))
    )
    assert caller.get("/api/whoami/")["RateLimit-Remaining"] == "1"
    assert len(sent) == 1


def test_what_was_counted_is_forgotten_by_itself(caller, settings):
    caller.get("/api/whoami/")
    valkey = call_counter.valkey(settings.REDIS_URL)
    [key] = valkey.scan_iter("api-calls:*")
    assert 60 < valkey.ttl(key) <= 120


class Away:
    """Valkey refuses; `asked` times it was asked all the same."""

    asked = 0

    def __call__(self, key, lifetime_seconds):
        self.asked += 1
        raise ValkeyAwayError("refused")


@pytest.fixture
def counter(monkeypatch):
    monkeypatch.setattr(throttling, "_counter", call_counter.CallCounter())


def test_while_valkey_is_away_calls_go_through_and_the_log_says_so_once(caller, counter, monkeypatch, caplog):
    with monkeypatch.context() as patch:
        patch.setattr(call_counter, "_ask", away := Away())
        assert [caller.get("/api/whoami/").status_code for _ in range(5)] == [200] * 5
        assert not caller.get("/api/whoami/").has_header("RateLimit")
    assert away.asked == 1
    later = call_counter.time.monotonic() + 6
    monkeypatch.setattr(call_counter.time, "monotonic", lambda: later)
    assert caller.get("/api/whoami/")["RateLimit-Remaining"] == "2"
    assert [r.message for r in caplog.records if r.name == "organizations.call_counter"] == [
        "API calls are not counted while Valkey is away",
        "API calls are counted again, 6 went by uncounted",
    ]


def test_a_valkey_that_is_not_there_is_away(counter, caller, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert [caller.get("/api/whoami/").status_code for _ in range(5)] == [200] * 5
