from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from deadlines.actions.load_ladder import load_ladder
from deadlines.arithmetic import Pause
from deadlines.ladder import Ladder, Rung, RungAction, Span, placed, warn_at
from deadlines.limits import Counting
from deadlines.models import LadderRung
from deadlines.rules import current_rules
from tests.deadlines.errands import at, limit
from tests.make import brought_in

DAY = date(2025, 3, 12)


def rung(number=1, **columns):
    facts = {"clock_kind": "handle", "action": RungAction.REMIND, "name": "提醒", "share": Decimal("0.8")}
    return Rung(number=number, **(facts | columns))


def chosen(ladder, **asked):
    facts = {"urgency": "urgent", "organization_kind": "street", "on": DAY}
    return [r.name for r in ladder.rungs_for("handle", **(facts | asked))]


def test_the_most_specific_set_wins_as_a_whole():
    ladder = Ladder(
        (
            rung(1, name="general 1"),
            rung(2, name="general 2"),
            rung(1, name="street", organization_kind="street"),
            rung(2, name="urgent 2", urgency="urgent"),
            rung(1, name="urgent 1", urgency="urgent"),
            rung(1, name="both", urgency="urgent", organization_kind="department"),
        )
    )
    assert chosen(ladder) == ["urgent 1", "urgent 2"]
    assert chosen(ladder, urgency="general") == ["street"]
    assert chosen(ladder, urgency="general", organization_kind="community") == ["general 1", "general 2"]
    assert chosen(ladder, organization_kind="department") == ["both"]


def test_rungs_hold_from_their_first_day_to_their_last():
    ladder = Ladder((rung(name="old", valid_to=date(2025, 3, 11)), rung(name="new", valid_from=DAY)))
    assert (chosen(ladder, on=date(2025, 3, 11)), chosen(ladder)) == (["old"], ["new"])


def test_a_share_is_taken_of_working_time_for_working_limits(calendar):
    span = Span(at("2025-03-12 09:00"), at("2025-03-12 18:00"), Counting.WORKING)
    assert rung().falls_due_at(span, calendar) == at("2025-03-12 16:24")


def test_a_share_leaves_out_the_pauses(calendar):
    pauses = (Pause(at("2025-03-12 12:00"), at("2025-03-13 13:00")),)
    span = Span(at("2025-03-12 09:00"), at("2025-03-13 18:00"), Counting.WORKING, pauses)
    assert rung().falls_due_at(span, calendar) == at("2025-03-13 16:24")


def test_what_hangs_on_due_may_be_claimed_only_after_it(calendar):
    span = Span(at("2025-03-12 09:00"), at("2025-03-12 18:00"), Counting.WORKING)
    overdue = rung(2, action=RungAction.OVERDUE, share=None, after_due=limit(0, "urgent_hour"))
    superior = rung(3, action=RungAction.NOTIFY_SUPERIOR, share=None, after_due=limit(4, "work_hour"))
    assert [(r.due_at, r.alarm_at) for r in placed([rung(), overdue, superior], span, calendar, after_rung=1)] == [
        (at("2025-03-12 18:00"), at("2025-03-12 18:00:00.000001")),
        (at("2025-03-13 14:00"), at("2025-03-13 14:00:00.000001")),
    ]


def test_without_a_reminder_there_is_no_warning_before_due(calendar):
    span = Span(at("2025-03-12 09:00"), at("2025-03-12 18:00"), Counting.WORKING)
    assert warn_at([rung(action=RungAction.OVERDUE)], span, calendar) == span.due_at


def test_the_default_ladder_is_loaded_once_and_leaves_changes_alone(db):
    first = brought_in(load_ladder)
    LadderRung.objects.filter(clock_kind="handle", urgency="", number=1).update(name="改过的", share=Decimal("0.5"))
    assert (first, brought_in(load_ladder)) == (65, 0)
    assert LadderRung.objects.filter(name="改过的").count() == 1


def test_default_ladder_warns_at_four_fifths_then_climbs(db):
    brought_in(load_ladder)
    rungs = current_rules().ladder.rungs_for("handle", urgency="general", organization_kind="street", on=DAY)
    assert [(r.number, r.action, r.share, r.after_due) for r in rungs] == [
        (1, "remind", Decimal("0.8"), None),
        (2, "overdue", None, limit(0, "urgent_hour")),
        (3, "supervise", None, limit(4, "work_hour")),
        (4, "notify_leader", None, limit(1, "work_day")),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"share": None},
        {"share": Decimal("1.2")},
        {"after_kind": "work_hour", "after_n": 1},
        {"offset_kind": "after_due", "share": None, "after_kind": "legal_day", "after_n": 1},
        {"number": 0},
    ],
)
def test_a_rung_has_exactly_one_sensible_offset(db, wrong):
    facts = {"clock_kind": "x", "number": 1, "offset_kind": "share_of_budget", "share": Decimal("0.8")}
    with pytest.raises(IntegrityError), transaction.atomic():
        LadderRung.objects.create(**(facts | wrong), action="remind", name="x", valid_from=DAY)


def test_a_rung_stands_once_in_a_set_on_any_day(db):
    brought_in(load_ladder)
    old = LadderRung.objects.filter(clock_kind="handle", urgency="", number=1).get()
    new = LadderRung.objects.get(pk=old.pk)
    new.pk, new.valid_from = None, date(2027, 1, 1)
    with pytest.raises(ValidationError, match="请先填它的失效日"):
        new.full_clean()
    LadderRung.objects.filter(pk=old.pk).update(valid_to=date(2026, 12, 31))
    new.full_clean()


def test_overdue_lies_behind_due(db):
    rung = LadderRung(clock_kind="handle", number=1, action="overdue", name="超期", valid_from=date(2026, 1, 1))
    rung.offset_kind, rung.share = LadderRung.Offset.SHARE_OF_BUDGET, Decimal(1)
    with pytest.raises(ValidationError, match="到期之前不能说超期"):
        rung.full_clean()
