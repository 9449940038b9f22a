"""Several calendars: a clock counts by its own, whatever happens to it. Friday is 27 November 2026."""

import json
import logging
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from deadlines import clocks
from deadlines.actions.load_calendar import load_calendar
from deadlines.models import Calendar, CalendarDay, RulesVersion
from deadlines.queries import calendar_state
from deadlines.recompute.job import start_recompute
from deadlines.recompute.preview import preview
from deadlines.rules import _say_once, current_rules
from deadlines.sweep import sweep
from foundation.actions.run_job import run_job, run_next_job
from foundation.clock import now
from kernel.actors import Actor
from organizations.models import RoleGrant, User
from organizations.roles import Role
from tests.deadlines.errands import ErrandClock, ErrandEscalation, at, clock_of, limit, unit
from tests.make import seven_days

ADMIN = Actor.system("test", "测试")
FRIDAY, SATURDAY, MONDAY = at("2026-11-27 14:00"), at("2026-11-28 14:00"), at("2026-11-30 14:00")


@pytest.fixture
def shifts(rules):
    return seven_days()


def own(**facts):
    """Eight working hours by the calendar of the service, from Friday at two."""
    return clock_of(FRIDAY, calendar="shifts", **facts)


def off(calendar, day):
    CalendarDay.objects.create(calendar=calendar, day=day, kind="off_day", source="通知")
    RulesVersion.bump()


def due(clock):
    return ErrandClock.objects.get(pk=clock.pk).due_at


def test_a_clock_counts_by_its_calendar_and_warns_by_it(shifts):
    usual, ours = clock_of(FRIDAY), own()
    assert (usual.due_at, ours.due_at) == (MONDAY, SATURDAY)
    assert ours.warn_at == ours.next_alarm_at == at("2026-11-28 11:24")  # four fifths of eight hours
    assert clock_of(FRIDAY, n=2, per="legal_work_day", calendar="shifts").due_at == at("2026-11-30 00:00")


def test_its_rungs_after_due_count_by_it_too(shifts):
    usual, ours = clock_of(FRIDAY, due_at=FRIDAY), own(due_at=FRIDAY)
    sweep(ErrandClock, lambda fired: None, now=at("2026-12-31 09:00"))
    last = {clock.pk: ErrandEscalation.objects.filter(clock=clock).latest("due_at") for clock in (usual, ours)}
    assert (last[usual.pk].due_at, last[ours.pk].due_at) == (MONDAY, SATURDAY)  # one working day late


def test_handed_on_it_stays_in_its_calendar_and_the_used_time_is_counted_by_it(shifts):
    clock = clocks.transfer(own(), holder=unit("two"), at=at("2026-11-28 10:00"))
    assert (clock.holdings.get().used_seconds, clock.due_at, clock.calendar) == (5 * 3600, SATURDAY, "shifts")
    assert (clock.warn_at, clock.stretches.get().calendar) == (at("2026-11-28 11:24"), "shifts")
    saturday = at("2026-11-28 10:00")
    assert (clocks.used_seconds(clock, saturday), clocks.remaining(clock, saturday)) == (5 * 3600, 3 * 3600)


def test_paused_and_resumed_it_goes_on_in_its_calendar(shifts):
    paused = clocks.pause(own(), at=at("2026-11-27 16:00"))
    assert clocks.resume(paused, at=at("2026-11-28 10:00")).due_at == at("2026-11-28 17:00")


def test_extended_it_goes_on_in_its_calendar(shifts):
    more = limit(8, "work_hour")
    assert clocks.extend(own(), limit=more, now=FRIDAY).due_at == at("2026-11-29 14:00")
    other_kind = clocks.extend(own(), limit=limit(1, "work_day"), now=FRIDAY)
    assert (other_kind.due_at, other_kind.limit) == (at("2026-11-29 14:00"), None)


@pytest.mark.parametrize(("code", "day"), [("shifts", "2026-11-28"), ("default", "2026-11-30")])
def test_a_day_off_moves_the_clocks_of_its_calendar_alone(shifts, code, day):
    by_code = {"default": clock_of(FRIDAY), "shifts": own()}
    before = {name: clock.due_at for name, clock in by_code.items()}
    off(Calendar.objects.get(code=code), day)
    told = preview(current_rules(), facts={}, now=FRIDAY)
    assert [move.clock.pk for move in told.shown] == [by_code[code].pk]
    run_job(start_recompute(title="测试", actor=ADMIN, now=FRIDAY).pk, clock=lambda: FRIDAY)
    assert [name for name, clock in by_code.items() if due(clock) != before[name]] == [code]
    assert due(by_code[code]) == {"shifts": at("2026-11-29 14:00"), "default": at("2026-12-01 14:00")}[code]


def test_another_default_moves_the_clocks_that_name_none(shifts):
    usual, named, ours = clock_of(FRIDAY), clock_of(FRIDAY, calendar="default"), own()
    for code, is_default in (("default", False), ("shifts", True)):
        Calendar.objects.filter(code=code).update(is_default=is_default)
    RulesVersion.bump()
    run_job(start_recompute(title="测试", actor=ADMIN, now=FRIDAY).pk, clock=lambda: FRIDAY)
    assert (due(usual), due(named), due(ours)) == (SATURDAY, MONDAY, SATURDAY)


def test_without_holidays_nothing_is_provisional_and_no_year_is_missed(shifts):
    facts = {"n": 2, "per": "work_day"}
    assert clock_of(at("2027-01-04 09:00"), **facts).is_provisional
    assert not clock_of(at("2027-01-04 09:00"), **facts, calendar="shifts").is_provisional
    assert calendar_state(date(2026, 9, 1)).short == []


def test_each_calendar_gets_years_of_its_own_and_is_missed_by_name(shifts):
    market = seven_days("market", name="早市", has_holidays=True)
    assert calendar_state(date(2026, 9, 1)).short == ["早市"]
    assert load_calendar(market, actor=ADMIN, now=FRIDAY).years == 8
    assert calendar_state(date(2026, 9, 1)).is_short is False
    assert not current_rules().calendars["market"].is_working_day(date(2026, 10, 1))
    assert current_rules().calendars["shifts"].is_working_day(date(2026, 10, 1))


def test_a_calendar_that_is_gone_gives_way_to_the_default_and_is_named(shifts, monkeypatch, caplog):
    monkeypatch.setattr("deadlines.queries.clock_models", lambda: [ErrandClock])
    ours = own()
    shifts.delete()
    RulesVersion.bump()
    _say_once.cache_clear()
    with caplog.at_level(logging.WARNING, logger="deadlines.rules"):
        run_job(start_recompute(title="测试", actor=ADMIN, now=FRIDAY).pk, clock=lambda: FRIDAY)
    assert due(ours) == MONDAY
    assert [record.args for record in caplog.records] == [("shifts",)]
    assert calendar_state(date(2026, 9, 1)).unknown == ["shifts"]
    clocks.cancel(ours, now=FRIDAY)
    assert calendar_state(date(2026, 9, 1)).unknown == []


@pytest.mark.parametrize("weekdays", ["", "21", "11", "8", "周一"])
def test_weekdays_are_named_in_order_and_at_least_one(db, weekdays):
    calendar = Calendar(code="x", name="x", weekdays=weekdays)
    with pytest.raises(ValidationError):
        calendar.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        calendar.save()


def test_explained_by_the_calendar_that_is_named(shifts, capsys):
    asked = ["--start=2026-11-27T14:00:00+08:00", "--kind=work_hour", "--n=8"]
    call_command("explain_deadline", *asked, "--calendar=shifts")
    call_command("explain_deadline", *asked)
    assert capsys.readouterr().out.split() == ["2026-11-28T14:00:00+08:00", "2026-11-30T14:00:00+08:00"]
    with pytest.raises(CommandError, match="no calendar 'shift'; there are: default, shifts"):
        call_command("explain_deadline", *asked, "--calendar=shift")


@pytest.fixture
def administrator(shifts, client):
    user = User.objects.create(username="admin1", display_name="管理员", organization=unit())
    RoleGrant.objects.create(user=user, role=Role.SYSTEM_ADMIN, granted_at=at("2025-01-01 09:00"))
    client.force_login(user)
    return client


def test_a_year_uploaded_to_a_calendar_shows_and_moves_its_clocks_alone(administrator, shifts):
    far = at("2099-01-02 14:00")  # a Friday, so far ahead that the page's own time does not matter
    usual, ours = clock_of(far), clock_of(far, calendar="shifts")
    told = {"year": 2099, "days": [{"date": "2099-01-03", "name": "检修", "isOffDay": True}]}
    file = SimpleUploadedFile("2099.json", json.dumps(told).encode())
    url = reverse("admin:deadlines_calendar_year", args=[shifts.pk])
    asked = administrator.post(url, {"file": file})
    page = asked.content.decode()
    assert "确认修改：七天轮班：载入 2099 年节假日" in page
    assert "移动 1 个运行中的时钟" in page
    administrator.post(url, dict(asked.context["posted"]))
    run_next_job(clock=now)
    assert (due(usual), due(ours)) == (at("2099-01-05 14:00"), at("2099-01-04 14:00"))


def test_the_code_by_which_clocks_find_their_calendar_is_not_changed(administrator, shifts):
    facts = {
        "code": "other", "name": "轮班", "weekdays": "1234567", "frames-TOTAL_FORMS": 0, "frames-INITIAL_FORMS": 0,
        "years-TOTAL_FORMS": 0, "years-INITIAL_FORMS": 0,
    }  # fmt: skip
    administrator.post(reverse("admin:deadlines_calendar_change", args=[shifts.pk]), facts)
    shifts.refresh_from_db()
    assert (shifts.code, shifts.name) == ("shifts", "轮班")
