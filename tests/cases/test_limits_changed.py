"""A standard or a limit that changes moves the clocks that followed it, and their cases say so."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.actions.dispatch import dispatch
from cases.actions.follow_clocks import RECOMPUTE
from cases.models import Case, CaseClock, CaseEvent, Category, ClockLimit, FilingStandard
from cases.queries.rulebook import current_rulebook
from cases.rules.standards import LimitsChange
from deadlines.models import Calendar, CalendarDay, ClockMove, Recomputation, RulesVersion
from deadlines.recompute.job import start_recompute
from deadlines.recompute.preview import preview
from deadlines.rules import current_rules
from foundation.actions.run_job import run_next_job
from notices.models import OutboxEntry
from organizations.roles import Role
from tests import make
from tests.make import MORNING, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(town, client):
    client.force_login(make.user(town.centre, Role.SYSTEM_ADMIN))
    return client


@pytest.fixture
def case(town):
    return make.case(sender=town.city)


def general() -> FilingStandard:
    return FilingStandard.objects.get(urgency="general", flow="hotline", category=None)


def form_of(row, **changes):
    names = [f.name for f in row._meta.fields if f.name != "id"]
    stored = {name: row.serializable_value(name) for name in names} | changes
    return {name: "" if value is None else str(value) for name, value in stored.items()}


def change(administrator, row, **changes):
    """Posted, looked at, agreed to."""
    url = reverse(f"admin:cases_{row._meta.model_name}_change", args=[row.pk])
    asked = administrator.post(url, form_of(row, **changes))
    page = asked.content.decode()
    assert "确认修改并重算" in page, page
    assert administrator.post(url, dict(asked.context["posted"])).status_code == 302
    return page


def due(case, kind="handle"):
    return CaseClock.objects.get(case=case, kind=kind, state="running").due_at


def run():
    return run_next_job(clock=lambda: MORNING)


def test_a_shorter_standard_moves_the_citizens_clock_and_the_case_says_so(administrator, case):
    assert due(case) == at("2026-12-01 09:30")
    page = change(administrator, general(), limit_value="5")
    assert "移动 1 个运行中的时钟" in page
    assert case.case_no in page
    assert due(case) == at("2026-12-01 09:30")
    assert run().result["earlier"] == 1
    fresh = Case.objects.get(pk=case.pk)
    assert due(case) == fresh.due_at == at("2026-11-29 09:30")
    assert (fresh.version, fresh.warn_at) == (case.version + 1, at("2026-11-28 09:30"))
    event = CaseEvent.objects.filter(case=case).latest("id")
    assert (event.kind, event.actor_key, event.version) == ("clock_moved", RECOMPUTE.key, fresh.version)
    assert event.text == "时限规则变化，应办结由 12-01 09:30 改为 11-29 09:30"
    told = OutboxEntry.objects.get(kind="case.clock_moved")
    assert (told.subject_id, told.version) == (case.case_no, fresh.version)
    clock = CaseClock.objects.get(case=case, kind="handle")
    assert (clock.limit_n, clock.limit_source) == (5, f"立案标准 {general().pk} 第 1 版：一般情形")
    move = ClockMove.objects.get()
    assert (move.subject, move.kind, move.limit_before, move.limit_after) == (
        case.case_no, "办理", "7 自然日", "5 自然日"
    )  # fmt: skip


def test_nothing_is_saved_before_somebody_has_agreed(administrator, case):
    row = general()
    url = reverse("admin:cases_filingstandard_change", args=[row.pk])
    administrator.post(url, form_of(row, limit_value="5"))
    assert general().limit_value == 7
    assert not Recomputation.objects.exists()


def test_agreement_to_another_state_of_the_table_does_not_count(administrator, case):
    row = general()
    url = reverse("admin:cases_filingstandard_change", args=[row.pk])
    posted = dict(administrator.post(url, form_of(row, limit_value="5")).context["posted"])
    FilingStandard.objects.get(urgency="urgent").save()
    assert "确认修改并重算" in administrator.post(url, posted).content.decode()
    assert general().limit_value == 7


def test_a_shorter_clock_follows_its_limit(administrator, town, case):
    dispatch(case.pk, target=town.streets[0], actor=make.person(town.centre, Role.DISPATCHER), now=MORNING)
    assert due(case, "sign") == at("2026-11-24 11:30")
    change(administrator, ClockLimit.objects.get(clock_kind="sign"), limit_value="4")
    run()
    assert due(case, "sign") == at("2026-11-24 14:30")
    event = CaseEvent.objects.filter(case=case).latest("id")
    assert event.text == "时限规则变化，签收期限由 11-24 11:30 改为 11-24 14:30"
    assert Case.objects.get(pk=case.pk).due_at == at("2026-12-01 09:30")


def test_a_new_standard_of_the_category_wins_over_the_general_one(administrator, town):
    case = make.case(sender=town.city)
    Case.objects.filter(pk=case.pk).update(category=Category.objects.get(code="030701"))
    facts = form_of(general(), category=Category.objects.get(code="030701").pk, limit_value="3")
    asked = administrator.post(reverse("admin:cases_filingstandard_add"), facts)
    administrator.post(reverse("admin:cases_filingstandard_add"), dict(asked.context["posted"]))
    run()
    assert due(case) == at("2026-11-27 09:30")


def test_a_row_for_later_days_moves_nobody_and_asks_nothing(administrator, case):
    row = general()
    url = reverse("admin:cases_filingstandard_change", args=[row.pk])
    assert administrator.post(url, form_of(row, valid_to="2027-12-31")).status_code == 302
    facts = form_of(row, limit_value="3", valid_from="2028-01-01", valid_to="")
    assert administrator.post(reverse("admin:cases_filingstandard_add"), facts).status_code == 302
    assert run().result["looked"] == CaseClock.objects.count()
    assert due(case) == at("2026-12-01 09:30")


def test_the_limit_on_the_order_and_a_clock_that_followed_another_row_stay(administrator, town):
    given = make.case(sender=town.city, reply_due_at=at("2026-11-30 18:00"))
    other = make.case(sender=town.city)
    CaseClock.objects.filter(case=other, kind="handle").update(limit_n=Decimal(9), due_at=at("2026-12-03 09:30"))
    row = general()
    url = reverse("admin:cases_filingstandard_change", args=[row.pk])
    administrator.post(url, form_of(row, limit_value="5"))
    run()
    assert (due(given), due(other)) == (at("2026-11-30 18:00"), at("2026-12-03 09:30"))


def test_a_deleted_row_gives_way_to_the_next_or_leaves_the_clock_alone(administrator, town, case):
    row = FilingStandard.objects.create(
        condition="占道", closing_condition="清走", valid_from=date(2020, 1, 1), counts_from="received",
        limit_value=1, limit_kind="natural_day", category=Category.objects.get(code="030701"),
    )  # fmt: skip
    own = make.case(sender=town.city, category_code="030701")
    assert due(own) == at("2026-11-25 09:30")
    url = reverse("admin:cases_filingstandard_delete", args=[row.pk])
    asked = administrator.post(url, {"post": "yes"})
    assert "移动 1 个运行中的时钟" in asked.content.decode()
    administrator.post(url, dict(asked.context["posted"]))
    run()
    assert not FilingStandard.objects.filter(pk=row.pk).exists()
    assert (due(own), due(case)) == (at("2026-12-01 09:30"), at("2026-12-01 09:30"))


def test_two_changes_in_a_row_end_where_the_last_one_says(administrator, case):
    change(administrator, general(), limit_value="5")
    # The clock still stands at seven days: the first job will bring it to whatever holds by then.
    url = reverse("admin:cases_filingstandard_change", args=[general().pk])
    assert administrator.post(url, form_of(general(), limit_value="6")).status_code == 302
    run()
    run()
    assert due(case) == at("2026-11-30 09:30")
    assert ClockMove.objects.filter(kind="办理").count() == 1


def test_the_preview_of_a_limit_equals_what_the_job_does(administrator, town):
    for hour in range(12):
        received = at(f"2026-11-23 {hour:02}:10")
        urgency = ("general", "complex", "urgent")[hour % 3]
        make.case(sender=town.city, now=received, received_at=received, urgency=urgency)
    before = current_rulebook().limits
    row = general()
    row.limit_value = Decimal("4.5")
    row.save()
    planned = LimitsChange.between(before, current_rulebook().limits)
    label = CaseClock._meta.label
    told = preview(current_rules(), facts={label: planned.as_json(is_planned=True)}, now=MORNING)
    assert told.tally.moved == 4
    facts = {label: planned.as_json(is_planned=False)}
    start_recompute(title="x", facts=facts, actor=make.person(town.centre, Role.SYSTEM_ADMIN), now=MORNING)
    result = run().result
    assert {name: result[name] for name in told.tally.as_json()} == told.tally.as_json()
    announced = [(m.clock.pk, m.after.due_at) for m in told.shown]
    assert list(ClockMove.objects.values_list("clock_id", "due_after").order_by("clock_id")) == announced


def test_a_day_off_moves_the_case_with_its_clock(town):
    case = make.case(sender=town.city, now=at("2026-11-24 17:50"), received_at=at("2026-11-24 17:50"))
    assert due(case, "dispatch") == at("2026-11-25 09:20")
    CalendarDay.objects.create(calendar=Calendar.objects.get(), day="2026-11-25", kind="off_day", source="通知")
    RulesVersion.bump()
    start_recompute(title="x", actor=make.person(town.centre, Role.SYSTEM_ADMIN), now=MORNING)
    run()
    assert due(case, "dispatch") == at("2026-11-26 09:20")
    fresh = Case.objects.get(pk=case.pk)
    # The citizen's seven natural days ask no calendar, the district leader's rung one working day after due does.
    assert (fresh.due_at, fresh.version) == (at("2026-12-01 17:50"), case.version + 1)


def test_an_alarm_alone_says_nothing_to_the_case(town, case):
    CaseClock.objects.filter(case=case).update(next_alarm_at=at("2026-12-30 09:00"))
    start_recompute(title="x", actor=make.person(town.centre, Role.SYSTEM_ADMIN), now=MORNING)
    assert run().result["other"] == 2
    assert Case.objects.get(pk=case.pk).version == case.version
    assert not CaseEvent.objects.filter(kind="clock_moved").exists()
