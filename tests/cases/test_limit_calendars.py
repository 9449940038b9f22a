"""A limit says by which calendar it counts: every way in starts its clocks alike, and they stay with it.

The service works every day, so that four working days from Tuesday 24 November at 9:30 end on Saturday the 28th at
9:30, and not on Monday the 30th.
"""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse

from cases.actions.decide_extension import decide_extension
from cases.actions.decide_shelving import decide_shelving
from cases.actions.dispatch import dispatch
from cases.actions.reply import reply
from cases.actions.request_extension import request_extension
from cases.actions.request_shelving import request_shelving
from cases.actions.resume import resume
from cases.actions.review import review
from cases.models import Case, CaseClock, ClockLimit, FilingStandard
from deadlines.models import CalendarDay, ClockMove, RulesVersion
from deadlines.recompute.job import start_recompute
from foundation.actions.run_job import run_next_job
from organizations.roles import Role
from tests import make
from tests.cases.life.making import dispatched, in_hand
from tests.make import MORNING, NOON, at

SATURDAY, MONDAY = at("2026-11-28 09:30"), at("2026-11-30 09:30")


def general() -> FilingStandard:
    return FilingStandard.objects.get(urgency="general", flow="hotline", category=None)


@pytest.fixture
def shifts(town):
    """The calendar, by which nothing counts yet; the general limit is four working days."""
    row = general()
    row.limit_value, row.limit_kind = 4, "work_day"
    row.save()
    return make.seven_days()


@pytest.fixture
def by_shifts(shifts):
    """By it count the general limit, dispatching and signing."""
    for row in (general(), *ClockLimit.objects.filter(clock_kind__in=["dispatch", "sign"])):
        row.calendar = shifts
        row.save()
    return shifts


@pytest.fixture
def officer(town):
    return make.person(town.streets[0], Role.STREET_OPERATOR)


@pytest.fixture
def supervisor(town):
    return make.person(town.centre, Role.DISPATCHER, Role.DUTY_SUPERVISOR)


def handling(case) -> CaseClock:
    return case.clocks.get(kind="handle", state="running")


def run(now=NOON):
    return run_next_job(clock=lambda: now)


def test_receipt_and_dispatch_start_the_clocks_of_the_calendar(town, by_shifts):
    late = at("2026-11-27 17:50")  # a Friday; half a working hour to dispatch, two to sign
    case = make.case(sender=town.city, now=late, received_at=late)
    assert case.clocks.get(kind="dispatch").due_at == at("2026-11-28 09:20")
    assert (case.due_at, handling(case).calendar) == (at("2026-12-01 17:50"), "shifts")
    dispatch(case.pk, target=town.streets[0], actor=make.person(town.centre, Role.DISPATCHER), now=late)
    assert case.clocks.get(kind="sign").due_at == at("2026-11-28 10:50")


def test_the_order_that_brings_its_own_limit_names_no_calendar(town, by_shifts):
    case = make.case(sender=town.city, reply_due_at=at("2026-11-28 18:00"))
    assert (handling(case).due_at, handling(case).calendar) == (at("2026-11-28 18:00"), "")


def test_a_grid_case_takes_the_calendar_of_the_standard_it_is_filed_by(town, shifts, supervisor):
    FilingStandard.objects.filter(flow="grid").update(calendar=shifts)
    case = make.case(sender=town.city, source="inspector")
    Case.objects.filter(pk=case.pk).update(standard=FilingStandard.objects.get(flow="grid"))
    make.put(case, "pending_dispatch", filed_at=MORNING)
    sent = dispatch(case.pk, target=town.streets[0], actor=supervisor, now=MORNING)
    assert (sent.due_at, handling(case).calendar) == (at("2026-11-29 09:30"), "shifts")


def test_given_back_it_goes_on_in_its_calendar(town, by_shifts, officer, supervisor):
    case = in_hand(town)
    reply(case.pk, text="已办", actor=officer, now=at("2026-11-25 10:00"))
    again = review(case.pk, is_accepted=False, opinion="没有照片", actor=supervisor, now=at("2026-11-25 15:00"))
    clock = handling(case)
    assert (again.due_at, clock.calendar, clock.limit.label) == (SATURDAY, "shifts", "19.5 工作时")
    CalendarDay.objects.create(calendar=by_shifts, day="2026-11-27", kind="off_day", source="检修")
    RulesVersion.bump()
    start_recompute(title="x", actor=supervisor, now=at("2026-11-25 16:00"))
    run(at("2026-11-25 16:00"))
    assert handling(case).due_at == at("2026-11-29 09:30")


def test_a_due_time_that_was_given_keeps_the_calendar_for_its_rungs(town, by_shifts, officer, supervisor):
    case = in_hand(town)
    facts = {"reason": "等配件", "is_requester_told": True, "until": at("2026-12-02 18:00")}
    request_extension(case.pk, **facts, actor=officer, now=MORNING)
    decide_extension(case.pk, is_approved=True, actor=supervisor, now=MORNING)
    reply(case.pk, text="已办", actor=officer, now=NOON)
    review(case.pk, is_accepted=False, opinion="没有照片", actor=supervisor, now=NOON)
    assert (handling(case).due_at, handling(case).calendar) == (at("2026-12-02 18:00"), "shifts")


def test_extended_by_units_it_is_promised_and_due_in_its_calendar(town, by_shifts, officer, supervisor):
    case = in_hand(town)
    facts = {"reason": "等配件", "is_requester_told": True, "units": Decimal(1)}
    request_extension(case.pk, **facts, actor=officer, now=MORNING)
    assert case.applications.get().until == at("2026-11-29 09:30")
    assert decide_extension(case.pk, is_approved=True, actor=supervisor, now=MORNING).due_at == at("2026-11-29 09:30")


def test_off_the_shelf_it_goes_on_in_its_calendar(town, by_shifts, officer, supervisor):
    case, wednesday = in_hand(town), at("2026-11-25 09:30")
    facts = {"reason": "等审批", "plan": "批复即办", "until": at("2026-12-05 00:00")}
    request_shelving(case.pk, **facts, actor=officer, now=wednesday)
    decide_shelving(case.pk, is_approved=True, actor=supervisor, now=wednesday)
    # One of four days is used; the other three begin on Friday.
    assert resume(case.pk, actor=officer, now=at("2026-11-27 09:30")).due_at == at("2026-11-30 09:30")


@pytest.fixture
def administrator(town, client):
    client.force_login(make.user(town.centre, Role.SYSTEM_ADMIN))
    return client


def change(administrator, row, calendar) -> str:
    """Posted, looked at, agreed to: what the page says."""
    names = [f.name for f in row._meta.fields if f.name != "id"]
    stored = {name: row.serializable_value(name) for name in names} | {"calendar": calendar}
    url = reverse("admin:cases_filingstandard_change", args=[row.pk])
    asked = administrator.post(url, {name: "" if value is None else str(value) for name, value in stored.items()})
    administrator.post(url, dict(asked.context["posted"]))
    return asked.content.decode()


def test_a_limit_that_changes_its_calendar_takes_its_running_clocks_along(administrator, town, shifts):
    case, given = make.case(sender=town.city), make.case(sender=town.city, reply_due_at=MONDAY)
    assert case.due_at == MONDAY
    page = change(administrator, general(), "shifts")
    assert "移动 1 个运行中的时钟" in page
    assert "11-28 09:30" in page
    assert run().result["earlier"] == 1
    case.refresh_from_db()
    assert (case.due_at, handling(case).due_at, handling(case).calendar) == (SATURDAY, SATURDAY, "shifts")
    assert case.events.last().text == "时限规则变化，应办结由 11-30 09:30 改为 11-28 09:30"
    stood, move = handling(case).stretches.get(), ClockMove.objects.get()
    assert (stood.calendar, move.limit_before, move.limit_after) == ("", "4 工作日", "4 工作日 · shifts")
    assert handling(given).calendar == ""
    change(administrator, general(), "")
    run()
    assert (handling(case).due_at, handling(case).calendar) == (MONDAY, "")


def test_one_that_moves_nothing_else_is_shown_as_another_calendar(administrator, town, shifts):
    row = general()
    row.limit_value = 2  # to Thursday, in both
    row.save()
    case = dispatched(town)
    page = change(administrator, row, "shifts")
    assert "移动 1 个运行中的时钟" in page
    version = Case.objects.get(pk=case.pk).version
    run()
    assert (handling(case).due_at, handling(case).calendar) == (at("2026-11-26 09:30"), "shifts")
    assert Case.objects.get(pk=case.pk).version == version


def test_a_calendar_without_hours_is_refused_before_a_case_meets_it(shifts):
    shifts.frames.all().delete()
    row = general()
    row.calendar = shifts
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.messages == ["日历“七天轮班”没有工作时段，按它算不出到期时间，请先在工作日历中补上。"]


def test_a_calendar_by_which_a_limit_counts_cannot_be_taken_away(by_shifts):
    with pytest.raises(ProtectedError):
        by_shifts.delete()
