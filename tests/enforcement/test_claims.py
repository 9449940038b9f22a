"""A check-in that waits for the street: the earliest one counts, and the street's silence is nobody's delay."""

from datetime import datetime, timedelta, timezone

import pytest

from enforcement.actions.check_in import Arrival, check_in
from enforcement.actions.confirm_check_in import confirm_check_in
from enforcement.actions.contact import contact
from enforcement.actions.escalate import escalate_due
from enforcement.actions.remind_of_check_ins import remind_of_check_ins
from enforcement.actions.resume import resume
from enforcement.actions.stand_down import stand_down
from enforcement.actions.suspend import suspend
from enforcement.models import CheckIn, SummonsEvent
from kernel.errors import Invalid
from notices.models import Notice
from tests.enforcement.acting import OFFICER, came, clocks, fresh, rated, reported, signed
from tests.enforcement.conftest import build, summonses
from tests.make import at

# Signed by 10:30, spoken and there by 11:30; a claim may lie back a quarter of an hour.
ONE = at("2026-11-24 13:00")
CAME, RECEIVED, LATER = at("2026-11-24 11:10"), at("2026-11-24 11:40"), at("2026-11-24 11:41")


@pytest.fixture
def one(whistling):
    return summonses(whistling.blow(2))[0]


def claimed(whistling, summons, *, at=CAME, now=RECEIVED):
    return came(whistling, summons, now, at=at)


def confirmed(whistling, summons, *, is_true=True, now=ONE):
    return confirm_check_in(summons.pk, is_true=is_true, actor=whistling.clerk, now=now)


def states(summons):
    return {kind: clock.state for kind, clock in clocks(summons).items()}


@pytest.mark.parametrize(
    ("is_true", "counts", "state"), [(True, CAME, "met"), (False, RECEIVED, "missed")], ids=["true", "untrue"]
)
def test_the_earliest_accepted_counts_though_a_colleague_checks_in_between(whistling, one, is_true, counts, state):
    claimed(whistling, one)
    made = came(whistling, one, LATER)
    assert (made.checked_in_at, states(one)["arrive"]) == (None, "paused")
    made = confirmed(whistling, one, is_true=is_true)
    assert (made.checked_in_at, states(one)["arrive"]) == (counts, state)


def test_an_earlier_check_in_that_is_believed_later_counts_for_the_time(whistling, one):
    came(whistling, one, at("2026-11-24 11:28"))
    claimed(whistling, one)
    made = confirmed(whistling, one)
    assert (made.checked_in_at, states(one)["arrive"]) == (CAME, "met")


def test_whoever_came_in_time_signed_and_spoke_in_time_once_the_street_confirms_it(whistling, one):
    claimed(whistling, one, at=at("2026-11-24 10:20"))
    assert {kind: state for kind, state in states(one).items() if kind != "finish"} == {
        "sign": "paused", "contact": "paused", "arrive": "paused",
    }  # fmt: skip
    made = confirmed(whistling, one)
    assert (made.signed_at, made.contacted_at) == (at("2026-11-24 10:20"), at("2026-11-24 10:20"))
    assert states(one) == {"sign": "met", "contact": "met", "arrive": "met", "finish": "running"}


def test_a_signature_given_before_stays(whistling, one):
    signed(whistling, one, at("2026-11-24 10:00"))
    claimed(whistling, one)
    made = confirmed(whistling, one)
    assert (made.signed_at, made.contacted_at) == (at("2026-11-24 10:00"), CAME)


def test_a_word_with_the_street_while_the_claim_waits_judges_nothing(whistling, one):
    claimed(whistling, one, at=at("2026-11-24 10:20"))
    contact(one.pk, note="已在现场", actor=whistling.officer(one), now=at("2026-11-25 10:00"))
    made = confirmed(whistling, one, now=at("2026-11-25 10:05"))
    assert (made.contacted_at, states(one)["contact"]) == (at("2026-11-24 10:20"), "met")


def test_a_first_check_in_is_the_first_word_too(whistling, one):
    assert came(whistling, one, at("2026-11-24 10:00")).contacted_at == at("2026-11-24 10:00")


def test_what_the_street_never_confirmed_counts_as_claimed(whistling, one):
    claimed(whistling, one)
    made = reported(whistling, one, at("2026-11-24 15:00"))
    assert (made.checked_in_at, states(one)["arrive"]) == (CAME, "met")
    assert CheckIn.objects.get().accepted_at == CAME


def test_silence_takes_back_no_lateness(whistling, one):
    came(whistling, one, at("2026-11-24 11:35"))
    claimed(whistling, one)
    made = reported(whistling, one, at("2026-11-24 15:00"))
    assert (made.checked_in_at, states(one)["arrive"]) == (at("2026-11-24 11:35"), "missed")


def test_who_is_stood_down_while_the_claim_waits_did_come(whistling, one):
    claimed(whistling, one)
    made = stand_down(one.pk, reason="不再需要", actor=whistling.clerk, now=at("2026-11-24 13:00"))
    assert (made.checked_in_at, states(one)["arrive"]) == (CAME, "met")
    marks = {m.item.basis: m.points for m in rated(whistling, one, at("2026-11-24 14:00")).rating.marks.all()}
    assert marks["arrived_in_time"] > 0


def test_a_suspension_neither_stops_nor_wakes_what_waits_for_the_street(whistling, one):
    claimed(whistling, one)
    suspend(one.whistle_id, reason="暴雨", actor=whistling.clerk, now=at("2026-11-24 12:00"))
    resume(one.whistle_id, actor=whistling.clerk, now=at("2026-11-25 09:00"))
    assert states(one) == {"sign": "paused", "contact": "paused", "arrive": "paused", "finish": "running"}
    made = confirmed(whistling, one, now=at("2026-11-25 09:10"))
    assert (made.checked_in_at, states(one)["arrive"]) == (CAME, "met")


@pytest.mark.parametrize("way", ["app", "desk"])
def test_nobody_came_a_day_before_being_called(whistling, one, way):
    actor = whistling.clerk if way == "desk" else whistling.officer(one)
    for moment in (datetime(1, 1, 1, 8, tzinfo=timezone(timedelta(hours=8))), at("2026-11-23 09:29")):
        with pytest.raises(Invalid) as invalid:
            check_in(one.pk, Arrival(OFFICER, way=way, at=moment), actor=actor, now=RECEIVED)
        assert [error.code for error in invalid.value.errors] == ["too_early"]
    assert fresh(one).state == "notified"


@pytest.fixture
def sweeping(transactional_db):
    return build()


@pytest.mark.django_db(transaction=True)
def test_while_a_claim_waits_the_street_is_reminded_and_the_department_is_left_alone(sweeping):
    one = summonses(sweeping.blow(2))[0]
    claimed(sweeping, one, at=at("2026-11-24 11:10"), now=at("2026-11-24 11:29"))
    before = fresh(one).version
    escalate_due(now=at("2026-11-24 15:40"))
    late = Notice.objects.filter(subject_id=one.number, kind__in=["summons.overdue", "summons.supervise"])
    assert (late.count(), fresh(one).is_supervised) == (0, False)
    assert remind_of_check_ins(now=at("2026-11-24 11:43")) == 0
    assert [remind_of_check_ins(now=at("2026-11-24 11:45")) for _again in range(2)] == [1, 0]
    told = Notice.objects.get(subject_id=one.number, kind="summons.check_in_reminded")
    assert (told.organization, told.level) == (sweeping.office, "alarm")
    line = SummonsEvent.objects.get(summons=one, kind="check_in_reminded")
    assert line.version == fresh(one).version == before + 1
