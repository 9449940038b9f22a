"""The verbs of a clock, each a small story."""

import pytest
from django.db import IntegrityError, transaction

from deadlines import clocks
from deadlines.clocks import build
from deadlines.limits import LimitKind
from deadlines.models import CalendarYear, LadderRung, RulesVersion
from deadlines.rules import current_rules
from deadlines.states import LIVE, TRANSITIONS, ClockState
from kernel.errors import Invalid, Refused
from tests.deadlines.errands import Errand, ErrandClock, at, clock_of, limit, unit
from tests.make import load_calendar

pytestmark = pytest.mark.usefixtures("errands")
MORNING = at("2025-03-12 09:00")  # a Wednesday


def facts(clock, *names):
    return tuple(getattr(clock, name) for name in names)


def test_a_clock_knows_when_it_is_due_and_when_to_look_next():
    clock = clock_of(MORNING, n=1, per="work_day")
    assert facts(clock, "state", "due_at", "warn_at", "next_alarm_at", "rung", "term") == (
        ClockState.RUNNING,
        at("2025-03-12 18:00"),
        at("2025-03-12 16:24"),
        at("2025-03-12 16:24"),
        0,
        1,
    )


def test_a_due_time_on_the_order_wins_over_the_limit():
    ordered = at("2025-03-15 12:00")
    clock = clocks.start(
        ErrandClock,
        Errand.objects.create(),
        kind="handle",
        holder=unit(),
        limit=limit(7, "natural_day"),
        started_at=MORNING,
        now=MORNING,
        due_at=ordered,
        limit_source="order",
    )
    assert facts(clock, "due_at", "limit", "limit_source") == (ordered, None, "order")


def test_a_clock_cannot_be_due_before_it_starts():
    with pytest.raises(Invalid) as refused:
        clock_of(MORNING, due_at=at("2025-03-12 08:59"))
    assert refused.value.code == "due_before_start"


def test_a_clock_needs_a_limit_or_a_due_time():
    with pytest.raises(ValueError, match="limit"):
        build(
            ErrandClock,
            Errand(),
            kind="handle",
            holder=unit(),
            limit=None,
            started_at=MORNING,
            now=MORNING,
            due_at=None,
        )


def test_what_is_stored_gives_the_same_due_time_again():
    clock = ErrandClock.objects.get(pk=clock_of(MORNING, n="0.33333333", per="work_day").pk)
    assert clock.due_at == clock_of(MORNING, n=str(clock.limit_n), per="work_day").due_at


def test_a_kind_without_a_ladder_has_no_alarm_and_warns_at_due():
    clock = clock_of(MORNING, kind="unheard-of")
    assert facts(clock, "next_alarm_at", "warn_at") == (None, clock.due_at)


def test_an_emergency_has_its_own_ladder():
    load_calendar()
    usual, pressing = (clock_of(MORNING, urgency=u) for u in ("general", "emergency"))
    ErrandClock.objects.update(rung=2)
    after = [c.next_alarm_at for c in (transferred(usual), transferred(pressing))]
    assert after == [at("2025-03-13 14:00:00.000001"), at("2025-03-12 19:00:00.000001")]


def transferred(clock):
    return clocks.transfer(clock, holder=unit("other"), at=MORNING)


def test_a_year_without_data_makes_the_clock_provisional():
    load_calendar()
    CalendarYear.objects.filter(year=2025).delete()
    RulesVersion.bump()
    assert clock_of(MORNING).is_provisional
    assert not clock_of(MORNING, per="natural_day").is_provisional


@pytest.mark.parametrize(
    ("done", "state"),
    [
        ("2025-03-12 18:00", ClockState.MET),
        ("2025-03-12 18:00:00.000001", ClockState.MISSED),
        ("2025-03-12 08:00", ClockState.MET),
    ],
)
def test_done_at_or_before_due_is_met(done, state):
    stopped = clocks.stop(clock_of(MORNING), at=at(done), now=at("2025-03-14 09:00"))
    assert facts(stopped, "state", "next_alarm_at") == (state, None)
    assert stopped.stopped_at == max(at(done), MORNING)


def test_nothing_is_done_later_than_we_learn_of_it():
    stopped = clocks.stop(clock_of(MORNING), at=at("2025-03-20 09:00"), now=at("2025-03-12 10:00"))
    assert facts(stopped, "state", "stopped_at") == (ClockState.MET, at("2025-03-12 10:00"))


def test_a_clock_is_judged_once():
    clock = clock_of(MORNING)
    clocks.stop(clock, at=MORNING, now=MORNING)
    with pytest.raises(Refused) as refused:
        clocks.stop(clock, at=at("2025-03-20 09:00"), now=at("2025-03-20 09:00"))
    assert refused.value.code == "clock_not_live"
    assert ErrandClock.objects.get().state == ClockState.MET


def test_a_cancelled_clock_is_not_judged():
    cancelled = clocks.cancel(clock_of(MORNING), now=at("2025-03-20 09:00"))
    assert facts(cancelled, "state", "stopped_at", "next_alarm_at") == ("cancelled", at("2025-03-20 09:00"), None)


def test_a_paused_clock_rests_and_goes_on_with_what_was_left():
    clock = clock_of(at("2025-03-14 14:00"))
    paused = clocks.pause(clock, at=at("2025-03-14 16:00"), reason="等待材料")
    assert facts(paused, "state", "next_alarm_at") == ("paused", None)
    resumed = clocks.resume(clock, at=at("2025-03-17 10:00"))
    assert facts(resumed, "state", "due_at", "warn_at") == ("running", at("2025-03-17 17:00"), at("2025-03-17 15:24"))
    assert resumed.next_alarm_at == resumed.warn_at
    assert resumed.pauses.values_list("paused_at", "resumed_at", "reason").get() == (
        at("2025-03-14 16:00"),
        at("2025-03-17 10:00"),
        "等待材料",
    )


@pytest.mark.parametrize("per", ["legal_day", "legal_work_day"])
def test_a_statutory_clock_runs_on(per):
    clock = clocks.pause(clock_of(MORNING, n=3, per=per), at=at("2025-03-12 10:00"))
    assert facts(clock, "state", "paused_at") == ("running", None)


def test_a_pause_after_due_saves_nobody():
    clock = clock_of(MORNING)
    clocks.pause(clock, at=at("2025-03-13 10:00"))
    resumed = clocks.resume(clock, at=at("2025-03-17 10:00"))
    assert resumed.due_at == at("2025-03-12 18:00")


def test_a_rung_missed_before_the_pause_is_due_at_once_after_it():
    clock = clock_of(MORNING)
    clocks.pause(clock, at=at("2025-03-12 17:00"))
    resumed = clocks.resume(clock, at=at("2025-03-13 09:00"))
    assert resumed.next_alarm_at == at("2025-03-12 16:24")


def test_time_to_the_superior_stands_still_while_an_overdue_clock_pauses():
    clock = clock_of(MORNING)
    ErrandClock.objects.update(rung=2)
    clocks.pause(clock, at=at("2025-03-13 10:00"))
    resumed = clocks.resume(clock, at=at("2025-03-14 09:00"))
    assert resumed.next_alarm_at == at("2025-03-14 12:00:00.000001")


def test_done_while_paused_used_no_time_since():
    clock = clock_of(MORNING)
    clocks.pause(clock, at=at("2025-03-12 17:00"))
    stopped = clocks.stop(clock, at=at("2025-04-12 10:00"), now=at("2025-04-12 10:00"))
    assert facts(stopped, "state", "paused_at") == ("met", None)
    assert not stopped.pauses.filter(resumed_at=None).exists()


def test_done_late_stays_late_even_if_paused_afterwards():
    clock = clock_of(MORNING)
    clocks.pause(clock, at=at("2025-03-13 10:00"))
    assert clocks.stop(clock, at=at("2025-03-14 10:00"), now=at("2025-03-14 10:00")).state == ClockState.MISSED


def test_used_and_remaining_leave_out_pauses_and_count_overdue_below_zero():
    clock = clock_of(MORNING)
    clocks.pause(clock, at=at("2025-03-12 10:00"))
    paused = ErrandClock.objects.get()
    later = at("2025-03-13 09:00")
    assert (clocks.used_seconds(paused, later), clocks.remaining(paused, later)) == (3600, 7 * 3600)
    clock = clocks.resume(clock, at=later)
    now = at("2025-03-13 11:00")
    assert (clocks.used_seconds(clock, now), clocks.remaining(clock, now)) == (3 * 3600, 5 * 3600)
    assert clocks.remaining(clock, at("2025-03-14 10:00")) == -2 * 3600
    stopped = clocks.stop(clock, at=now, now=now)
    assert clocks.used_seconds(stopped, at("2026-01-01 00:00")) == 3 * 3600


def test_a_page_of_clocks_asks_for_the_rules_once(django_assert_num_queries):
    rows, rules = [clock_of(MORNING) for _ in range(3)], current_rules()
    with django_assert_num_queries(0):
        assert {clocks.remaining(c, MORNING, rules=rules) for c in rows} == {8 * 3600}


def test_an_extension_of_the_same_kind_is_added_and_opens_a_new_term():
    clock = clock_of(MORNING, n=1, per="work_day")
    ErrandClock.objects.update(rung=1)
    extended = clocks.extend(clock, limit=limit(1, "work_day"), now=at("2025-03-12 17:00"), limit_source="延期审批")
    assert facts(extended, "limit_n", "due_at", "term", "rung", "limit_source") == (
        2,
        at("2025-03-13 18:00"),
        2,
        0,
        "延期审批",
    )
    assert extended.next_alarm_at == extended.warn_at == at("2025-03-13 14:48")


def test_an_extension_counts_the_pauses_so_far():
    clock = clock_of(MORNING)
    clocks.pause(clock, at=at("2025-03-12 10:00"))
    clocks.resume(clock, at=at("2025-03-13 10:00"))
    assert clocks.extend(clock, limit=limit(1, "work_hour"), now=MORNING).due_at == at("2025-03-14 10:00")


def test_an_extension_of_another_kind_counts_from_due():
    extended = clocks.extend(clock_of(MORNING), limit=limit(2, "natural_day"), now=MORNING)
    assert facts(extended, "due_at", "limit") == (at("2025-03-14 18:00"), None)


def test_an_extension_may_name_the_day():
    extended = clocks.extend(clock_of(MORNING), due_at=at("2025-04-01 18:00"), now=MORNING)
    assert facts(extended, "due_at", "limit_kind", "term") == (at("2025-04-01 18:00"), "", 2)


def test_an_extension_lengthens():
    clock = clock_of(MORNING)
    for until, now in ((clock.due_at, MORNING), (at("2025-03-14 18:00"), at("2025-03-15 09:00"))):
        with pytest.raises(Refused) as refused:
            clocks.extend(clock, due_at=until, now=now)
        assert refused.value.code == "extension_must_lengthen"


def test_a_transfer_keeps_the_clock_and_what_each_holder_used():
    first, second, third = unit("one"), unit("two"), unit("three")
    clock = clock_of(MORNING, n=5, per="work_day", holder=first)
    due_at = clock.due_at
    clock = clocks.transfer(clock, holder=second, at=at("2025-03-12 11:00"))
    clocks.pause(clock, at=at("2025-03-12 14:00"))
    clocks.resume(clock, at=at("2025-03-13 14:00"))
    clock = clocks.transfer(clock, holder=third, at=at("2025-03-13 15:00"))
    assert clock.holder == third
    assert list(clock.holdings.values_list("holder__code", "used_seconds")) == [("one", 7200), ("two", 3 * 3600)]
    assert clock.due_at == at("2025-03-19 18:00") > due_at


def test_a_transfer_to_the_present_holder_changes_nothing():
    clock = clock_of(MORNING)
    clocks.transfer(clock, holder=unit(), at=at("2025-03-12 11:00"))
    assert not clock.holdings.exists()


def test_the_new_holder_has_its_own_ladder():
    LadderRung.objects.create(
        clock_kind="handle",
        organization_kind="district_centre",
        number=1,
        offset_kind="share_of_budget",
        share="0.5",
        action="remind",
        name="过半提醒",
        valid_from="2020-01-01",
    )
    RulesVersion.bump()
    clock = clocks.transfer(clock_of(MORNING), holder=unit("dep", "district_centre"), at=MORNING)
    assert facts(clock, "warn_at", "next_alarm_at") == (at("2025-03-12 14:00"),) * 2


@pytest.mark.parametrize(("verb", "code"), [("pause", "clock_not_running"), ("resume", "clock_not_paused")])
def test_what_the_state_forbids_is_refused(verb, code):
    clock = clocks.cancel(clock_of(MORNING), now=MORNING)
    with pytest.raises(Refused) as refused:
        getattr(clocks, verb)(clock, at=MORNING)
    assert refused.value.code == code


def test_every_verb_that_changes_a_clock_is_in_the_table_of_transitions():
    verbs = {name.removesuffix("_together") for name in clocks.__all__}
    assert set(TRANSITIONS) == verbs - {"build", "extended_due", "remaining", "used_seconds"}
    ended = {verb for verb, (before, _after) in TRANSITIONS.items() if not set(before) <= set(LIVE)}
    assert ended == {"take_back"}  # what was judged stays so, but for a verdict over a reply that was none


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "met"},
        {"state": "paused", "next_alarm_at": None},
        {"state": "cancelled", "stopped_at": MORNING},
        {"state": "met", "stopped_at": at("2025-03-13 09:00"), "next_alarm_at": None},
        {"state": "missed", "stopped_at": MORNING, "next_alarm_at": None},
        {"due_at": at("2025-03-12 08:00"), "warn_at": at("2025-03-12 08:00")},
        {"warn_at": at("2025-03-13 08:00")},
        {"limit_kind": ""},
        {"limit_n": None},
        {"paused_at": MORNING},
    ],
)
def test_the_database_refuses_a_clock_that_contradicts_itself(wrong):
    clock_of(MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        ErrandClock.objects.update(**wrong)


def test_limit_kinds_fit_their_column():
    assert max(map(len, LimitKind.values)) <= ErrandClock._meta.get_field("limit_kind").max_length
