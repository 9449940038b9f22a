"""Records what has fallen due and moves the clocks to their next rung: a constant number of statements a batch."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from deadlines.arithmetic import Pause
from deadlines.clocks.alarms import upcoming
from deadlines.clocks.rows import pauses_of
from deadlines.models import Clock
from deadlines.registry import escalation_model
from deadlines.rules import TimeRules
from deadlines.sweep.results import Fired
from foundation.bulk import insert_many, update_many


def fire(clock_model: type[Clock], clocks: Sequence[Clock], *, now: datetime, rules: TimeRules) -> list[Fired]:
    """Every rung that these locked clocks have passed, now recorded; the clocks point at the next rung."""
    pauses = pauses_of(clock_model, [c.pk for c in clocks])
    fired = [f for clock in clocks for f in _passed(clock, pauses.get(clock.pk, []), now=now, rules=rules)]
    fresh = _without_recorded(clock_model, fired)
    _record(clock_model, fresh, now=now)
    _move_on(clocks)
    return fresh


def _passed(clock: Clock, pauses: list[Pause], *, now: datetime, rules: TimeRules) -> list[Fired]:
    """The rungs passed since the last look, lowest first; sets the clock's rung and next alarm."""
    passed: list[Fired] = []
    clock.next_alarm_at = None
    for due in upcoming(clock, rules, pauses):
        if due.alarm_at > now:
            clock.next_alarm_at = due.alarm_at
            break
        rung = due.rung
        clock.rung = rung.number
        passed.append(
            Fired(clock, rung.number, rung.action, rung.name, due.due_at, clock.term, False, recipients=rung.hearers)
        )
    if passed:
        passed[-1] = replace(passed[-1], is_highest=True)
    return passed


def _without_recorded(clock_model: type[Clock], fired: Sequence[Fired]) -> list[Fired]:
    """A fired rung stays fired. The clocks are locked, so what is read here cannot change before the insert; should
    it ever, the unique constraint refuses the batch."""
    ids = {f.clock.pk for f in fired}
    known = escalation_model(clock_model)._default_manager.filter(clock__in=ids)
    recorded = set(known.values_list("clock", "rung", "term"))
    return [f for f in fired if (f.clock.pk, f.rung_number, f.term) not in recorded]


def _record(clock_model: type[Clock], fired: Sequence[Fired], *, now: datetime) -> None:
    model = escalation_model(clock_model)
    rows = [
        model(
            clock_id=f.clock.pk,
            rung=f.rung_number,
            term=f.term,
            action=f.action,
            name=f.name,
            due_at=f.due_at,
            claimed_at=now,
            is_highest=f.is_highest,
        )
        for f in fired
    ]
    insert_many(rows, with_keys=False)


def _move_on(clocks: Sequence[Clock]) -> None:
    for clock in clocks:
        clock.alarm_failures, clock.last_error = 0, ""
    update_many(clocks, ("rung", "next_alarm_at", "alarm_failures", "last_error"))
