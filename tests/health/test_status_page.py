"""What the people of the house see of its health."""

from datetime import timedelta

import pytest
from django.test import Client

from cases.models import CaseClock
from command_center.status.parts import parts_of
from deadlines.models import SweepRecord
from deadlines.registry import clock_models
from foundation import clock
from organizations.roles import Role
from tests import make


@pytest.fixture
def supervisor(town):
    browser = Client()
    browser.force_login(
        make.user(town.centre, Role.DUTY_SUPERVISOR), backend="django.contrib.auth.backends.ModelBackend"
    )
    return browser


def swept(**facts):
    at = clock.now()
    usual = {"worker": "w1", "started_at": at, "finished_at": at, "claimed": 0, "rows_fired": 0, "failed": 0}
    for model in clock_models():
        SweepRecord.objects.create(**({"clock_table": model._meta.label} | usual | facts))


def test_a_house_that_keeps_its_deadlines_says_so(supervisor):
    swept()
    page = supervisor.get("/status/").content.decode()
    assert "案件时钟" in page
    assert "w1" in page
    assert "没有到点未触发的" in page
    assert "触发失败的时钟" not in page


def test_a_silent_sweep_and_its_backlog_stand_out(supervisor, town):
    now = clock.now()
    swept(finished_at=now - timedelta(minutes=10))
    case = make.case(sender=town.city, received_at=now - timedelta(days=2), now=now)
    CaseClock.objects.filter(case=case).update(next_alarm_at=now - timedelta(minutes=9))
    page = supervisor.get("/status/").content.decode()
    assert "需要处理" in page
    assert page.count("0:10") >= 1  # since the last sweep
    assert "0:09" in page  # how late the oldest rung is


def test_a_clock_that_fails_is_shown_with_its_reason_and_its_next_try(supervisor, town):
    now = clock.now()
    swept()
    case = make.case(sender=town.city, received_at=now - timedelta(hours=1), now=now)
    CaseClock.objects.filter(case=case, kind="handle").update(
        alarm_failures=3, last_error="RuntimeError: 演练", next_alarm_at=now + timedelta(minutes=8)
    )
    page = supervisor.get("/status/").content.decode()
    assert "触发失败的时钟" in page
    assert case.case_no in page
    assert "<td>办理</td>" in page
    assert "RuntimeError: 演练" in page


def test_the_fragment_renews_itself_alone(supervisor):
    fragment = supervisor.get("/status/", headers={"HX-Request": "true", "HX-Target": "status"}).content.decode()
    assert "<html" not in fragment
    assert 'id="status"' in fragment


def test_a_database_that_does_not_answer_in_time_is_said(supervisor, monkeypatch):
    unknown = {"error": "OperationalError"}
    monkeypatch.setattr(
        "command_center.probes.everything",
        lambda now: dict.fromkeys(
            ("sweeps", "outbox", "deliveries", "dispatch", "clock_skew_seconds", "calendar", "unheard", "broker"),
            unknown,
        ),
    )
    page = supervisor.get("/status/").content.decode()
    assert "数据库没有应答" in page
    assert "查询失败：OperationalError" in page


def test_dead_letters_are_said_with_what_to_do():
    told = {"waiting": 4, "age_seconds": 95.0, "undelivered_seconds": 7200.0, "parked": 2}
    [part] = parts_of({"deliveries": told}, ["deliveries"])
    assert (part.name, part.is_well) == ("消息投递", False)
    assert part.said == "4 条待投递，最早 95 秒，2 条多次失败已搁置，请在系统管理的“投递”中处理"


def test_calendars_that_lack_a_year_or_are_gone_are_named():
    told = {"last_year": 2027, "is_short": True, "short": ["早市", "夜班"], "unknown": ["shifts"]}
    [part] = parts_of({"calendar": told}, ["calendar"])
    assert "缺少数据的还有：早市、夜班" in part.said
    assert "有时钟按已不存在的日历计时，暂按默认日历：shifts" in part.said
