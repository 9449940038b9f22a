"""By when: an emergency at night on a holiday, key work over a make-up Sunday, and nobody who signs."""

from datetime import timedelta

import pytest

from deadlines.actions.load_quiet_hours import load_quiet_hours
from enforcement.actions.escalate import escalate_due
from enforcement.actions.resume import resume
from enforcement.actions.suspend import suspend
from enforcement.models import SummonsClock, SummonsEscalation, SummonsEvent
from kernel.actors import Actor
from notices.models import Notice, OutboxEntry
from organizations.models import DutyPost, DutyShift
from organizations.roles import Role
from tests import make
from tests.enforcement.acting import came, clocks, fresh, signed
from tests.enforcement.conftest import build, summonses
from tests.make import MORNING, at

pytestmark = pytest.mark.django_db(transaction=True)
HOLIDAY_NIGHT = at("2026-10-01 02:00")


@pytest.fixture
def whistling(transactional_db):
    return build()


def tick(moment):
    return moment + timedelta(seconds=1)


def fired(summons, kind="summons_sign"):
    rows = SummonsEscalation.objects.filter(clock__summons=summons, clock__kind=kind).order_by("rung")
    return [(row.action, row.due_at) for row in rows]


def told(summons, kind) -> set[tuple[int, str | None]]:
    rows = Notice.objects.filter(subject_id=summons.number, kind=kind).select_related("user")
    return {(row.organization_id, row.user and row.user.actor.id) for row in rows}


def test_an_emergency_at_two_in_the_night_of_a_holiday_is_due_in_half_an_hour(whistling):
    (one,) = summonses(whistling.blow(1, kind="emergency", now=HOLIDAY_NIGHT))
    due = {kind: clock.due_at for kind, clock in clocks(one).items()}
    assert due == {
        "sign": at("2026-10-01 02:10"),
        "contact": at("2026-10-01 02:10"),
        "arrive": at("2026-10-01 02:30"),
        "finish": at("2026-10-02 02:00"),
    }
    signed(whistling, one, at("2026-10-01 02:04"))
    came(whistling, one, at("2026-10-01 02:31"))
    states = {kind: clock.state for kind, clock in clocks(one).items()}
    assert states == {"sign": "met", "contact": "missed", "arrive": "missed", "finish": "running"}


def test_at_night_an_emergency_is_told_at_once_and_everything_else_in_the_morning(whistling):
    load_quiet_hours(actor=Actor.system("tests", "测试"), now=MORNING)
    (urgent,) = summonses(whistling.blow(1, kind="emergency", now=HOLIDAY_NIGHT))
    (usual,) = summonses(whistling.blow(1, kind="key_work", now=HOLIDAY_NIGHT))
    waits = {n.subject_id: n.deliver_after for n in Notice.objects.filter(kind="summons.notified")}
    assert waits == {urgent.number: None, usual.number: at("2026-10-01 07:00")}


def test_key_work_counts_the_make_up_sunday(whistling):
    """Friday 10:00: seven hours of that day, eight on the Sunday that is worked, eight on Monday, one on Tuesday."""
    (one,) = summonses(whistling.blow(1, kind="key_work", now=at("2026-09-18 10:00")))
    assert clocks(one)["arrive"].due_at == at("2026-09-22 10:00")
    came(whistling, one, at("2026-09-22 10:00"))
    assert clocks(one)["arrive"].state == "met"


def test_nobody_signs_and_it_goes_up_four_rungs(whistling):
    leader = make.user(whistling.town.centre, Role.LEADER).actor
    whistle = whistling.blow(1)
    (one,) = summonses(whistle)
    unit_leader = make.user(one.department, Role.DEPARTMENT_OFFICER)
    hours = {"starts_at": MORNING, "ends_at": at("2026-11-25 09:00")}
    DutyShift.objects.create(organization=one.department, post=DutyPost.LEADER, person=unit_leader, **hours)
    rungs = [at(f"2026-11-24 {time}") for time in ("10:18", "10:30", "11:30", "15:30")]
    for moment in rungs:
        escalate_due(now=tick(moment))
        escalate_due(now=tick(moment))
    actions = ["remind", "overdue", "supervise", "notify_leader"]
    assert fired(one) == list(zip(actions, rungs, strict=True))
    unit, office, centre = one.department_id, whistling.office.pk, whistling.town.centre.pk
    assert told(one, "summons.remind") >= {(unit, None)}
    assert (unit, str(unit_leader.pk)) in told(one, "summons.overdue")
    assert (centre, whistling.supervisor.id) in told(one, "summons.supervise")
    assert (centre, leader.id) in told(one, "summons.notify_leader")
    assert (office, None) in told(one, "summons.overdue")
    assert fresh(one).is_supervised


def test_in_an_emergency_the_rungs_are_minutes_apart(whistling):
    (one,) = summonses(whistling.blow(1, kind="emergency", now=HOLIDAY_NIGHT))
    escalate_due(now=at("2026-10-01 02:31"))
    times = ("02:08", "02:10", "02:20", "02:30")
    assert [due for _action, due in fired(one)] == [at(f"2026-10-01 {time}") for time in times]


def test_an_escalation_raises_the_version_and_tells_the_department_the_street_and_the_centre(whistling):
    first, second = summonses(whistling.blow(2))
    escalate_due(now=at("2026-11-24 10:19"))
    assert fresh(first).version == first.version + 1
    assert SummonsEvent.objects.get(summons=first, kind="remind").version == fresh(first).version
    entry = OutboxEntry.objects.get(kind="summons.remind", subject_id=first.number)
    audience = set(entry.audience.values_list("organization", flat=True))
    assert audience == {first.department_id, whistling.office.pk, whistling.town.centre.pk}
    assert second.department_id not in audience


def test_a_summons_that_is_signed_fires_nothing_more_for_signing(whistling):
    (one,) = summonses(whistling.blow(1))
    signed(whistling, one, at("2026-11-24 10:00"))
    escalate_due(now=at("2026-11-25 10:00"))
    assert fired(one) == []
    assert [action for action, _due in fired(one, "summons_arrive")] == [
        "remind", "overdue", "supervise", "notify_leader",
    ]  # fmt: skip


def test_the_sweep_costs_the_same_statements_for_one_summons_and_for_forty(whistling, django_assert_max_num_queries):
    whistling.blow(40)
    with django_assert_max_num_queries(32):
        result = escalate_due(now=at("2026-11-24 10:19"))
    assert result.rows_fired == 40


def test_what_the_street_sets_wins_over_the_limit(whistling):
    until = {"arrive_by": at("2026-11-25 09:00"), "finish_by": at("2027-01-07 18:00")}
    (one,) = summonses(whistling.blow(1, **until))
    found = clocks(one)
    assert (found["arrive"].due_at, found["finish"].due_at) == tuple(until.values())
    assert found["arrive"].limit_source == "街道指定"


def test_clocks_pause_while_the_whistle_is_suspended(whistling):
    whistle = whistling.blow(2)
    first, second = summonses(whistle)
    came(whistling, first, at("2026-11-24 10:00"))
    suspend(whistle.pk, reason="暴雨红色预警", actor=whistling.clerk, now=at("2026-11-24 11:00"))
    assert {clock.state for clock in SummonsClock.objects.filter(summons=second)} == {"paused"}
    escalate_due(now=at("2026-11-24 17:00"))
    assert fired(second) == []
    resume(whistle.pk, actor=whistling.clerk, now=at("2026-11-25 09:00"))
    # Two working hours from 09:30 on, half an hour of them left at 11:00.
    assert clocks(second)["arrive"].due_at == at("2026-11-25 09:30")
