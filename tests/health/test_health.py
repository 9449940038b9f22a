import socket
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from cases.models import CaseClock
from command_center import probes
from command_center.health import warnings_of
from deadlines.models import SweepRecord
from deadlines.registry import clock_models
from foundation import clock
from notices.actions.try_endpoint import try_endpoint
from notices.channels.webhook import new_secret
from notices.models import Delivery, Endpoint
from organizations.roles import Role
from tests import make

ELSEWHERE = "10.0.0.7"


@pytest.fixture
def health(settings):
    settings.ROOT_URLCONF = "command_center.health"
    return Client()


@pytest.fixture
def silent_broker(settings):
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.REDIS_URL = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        yield


@pytest.fixture
def dead_database():
    def refuse(*_):
        raise OperationalError("connection to 10.0.0.9 refused for user center")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "cursor", refuse)
        yield


def swept(age_seconds):
    moment = clock.now() - timedelta(seconds=age_seconds)
    for model in clock_models():
        SweepRecord.objects.create(
            clock_table=model._meta.label, started_at=moment, finished_at=moment, claimed=0, rows_fired=0, failed=0
        )


def test_live_asks_nobody(health, django_assert_num_queries):
    answer = health.get("/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_ready_when_database_and_broker_answer(health, db):
    answer = health.get("/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": "ok", "broker": "ok"})


def test_not_ready_while_the_broker_is_silent(health, db, silent_broker):
    answer = health.get("/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "ok", "broker": "TimeoutError"}


def test_not_ready_without_the_database_and_its_address_stays_untold(health, db, dead_database):
    answer = health.get("/ready")
    assert (answer.status_code, answer.json()["database"]) == (503, "OperationalError")
    assert "10.0.0.9" not in answer.content.decode()


def test_status_tells_ages_and_backlogs(health, town):
    swept(5)
    arrived = clock.now() - timedelta(seconds=7)
    make.case(sender=town.city, received_at=arrived, now=arrived)
    facts = health.get("/status").json()
    assert 5 <= facts["sweeps"]["age_seconds"] < 30
    assert facts["sweeps"]["tables"][CaseClock._meta.label]["stuck"] == 0
    assert facts["outbox"]["unsequenced"] >= 1
    assert 7 <= facts["outbox"]["age_seconds"] < 30
    assert facts["dispatch"]["waiting"] in {0, 1}
    assert abs(facts["clock_skew_seconds"]) < 2
    assert facts["calendar"]["last_year"] >= 2026
    assert facts["broker"] == {"waiting_messages": 0}


def test_never_swept_is_worth_a_look(health, town):
    facts = health.get("/status").json()
    assert (facts["status"], facts["sweeps"]["age_seconds"]) == ("degraded", None)
    assert "sweeps" in facts["warnings"]


def test_status_tells_the_rest_when_the_broker_is_silent(health, town, silent_broker):
    facts = health.get("/status").json()
    assert facts["broker"] == {"error": "TimeoutError"}
    assert "age_seconds" in facts["outbox"]


def test_status_says_so_when_the_database_is_gone(health, db, dead_database):
    facts = health.get("/status").json()
    assert facts["outbox"] == {"error": "OperationalError"}
    assert {"sweeps", "outbox", "dispatch", "calendar", "clock_skew_seconds"} <= set(facts["warnings"])


def test_a_shifted_clock_is_no_skew(health, db, settings):
    settings.TIME_OFFSET_SECONDS = 86_400.0
    assert abs(health.get("/status").json()["clock_skew_seconds"]) < 2


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.SYSTEM_ADMIN, 200), (Role.DUTY_SUPERVISOR, 200), (Role.STREET_OPERATOR, 403), (None, 403)],
)
def test_from_elsewhere_status_is_for_the_centre_and_administrators(health, town, role, status):
    if role is not None:
        health.force_login(make.user(town.centre, role), backend="django.contrib.auth.backends.ModelBackend")
    assert health.get("/status", REMOTE_ADDR=ELSEWHERE).status_code == status


def test_a_proxy_on_this_host_opens_nothing_to_the_world(health, db):
    assert health.get("/status", headers={"X-Forwarded-For": ELSEWHERE}).status_code == 403


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("sweeps", {"age_seconds": 61, "stuck": 0}),
        ("sweeps", {"age_seconds": 1, "stuck": 2}),
        ("outbox", {"age_seconds": 31}),
        ("deliveries", {"age_seconds": 61, "parked": 0}),
        ("deliveries", {"age_seconds": None, "parked": 1}),
        ("dispatch", {"age_seconds": 61}),
        ("calendar", {"is_short": True}),
        ("calendar", {"is_short": False, "unknown": ["shifts"]}),
        ("unheard", {"count": 1}),
        ("reveals", {"often": 1}),
        ("clock_skew_seconds", -2.5),
        ("broker", {"error": "TimeoutError"}),
    ],
)
def test_each_part_warns_by_its_own_limit(part, value):
    sound = {
        "sweeps": {"age_seconds": 14.0, "stuck": 0},
        "outbox": {"age_seconds": None},
        "deliveries": {"age_seconds": None, "parked": 0},
        "dispatch": {"age_seconds": 2.0},
        "calendar": {"is_short": False},
        "unheard": {"count": 0},
        "reveals": {"often": 0},
        "clock_skew_seconds": 0.01,
        "broker": {"waiting_messages": 3},
    }
    assert (warnings_of(sound), warnings_of(sound | {part: value})) == ([], [part])


def test_dead_letters_are_worth_a_look(health, town):
    made = {"secret": new_secret(), "created_at": make.MORNING, "created_by": "接口"}
    endpoint = Endpoint.objects.create(organization=town.department, url="https://receiver.example/", **made)
    at = clock.now() - timedelta(minutes=5)
    one = try_endpoint(endpoint.pk, actor=make.system(town.department, "webhooks:manage"), now=at)
    facts = health.get("/status").json()
    assert (facts["deliveries"]["waiting"], "deliveries" in facts["warnings"]) == (1, True)
    assert facts["deliveries"]["age_seconds"] >= 300
    Delivery.objects.filter(pk=one.pk).update(state="parked", settled_at=at)
    facts = health.get("/status").json()
    assert facts["deliveries"] == {"waiting": 0, "age_seconds": None, "undelivered_seconds": None, "parked": 1}
    assert "deliveries" in facts["warnings"]


def test_the_age_of_the_stalest_table_counts(monkeypatch, town):
    swept(40)
    assert probes.everything(now=datetime.now(UTC))["sweeps"]["age_seconds"] >= 40
