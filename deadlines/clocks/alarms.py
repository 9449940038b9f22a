"""Where a clock stands on its ladder: its rungs, its next alarm, its lamp's warning time."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from deadlines.arithmetic import Pause
from deadlines.ladder import DueRung, Rung, Span, placed, warn_at
from deadlines.models import Clock
from deadlines.rules import TimeRules
from kernel.times import local_date


def rungs_for(clock: Clock, rules: TimeRules) -> tuple[Rung, ...]:
    """The ladder that was in force on the day the clock started."""
    return rules.ladder.rungs_for(
        clock.kind,
        urgency=clock.urgency,
        organization_kind=clock.holder.kind,
        on=local_date(clock.started_at),
    )


def span_of(clock: Clock, pauses: Sequence[Pause]) -> Span:
    return Span(clock.started_at, clock.due_at, clock.counting, tuple(pauses) if clock.can_pause else ())


def upcoming(clock: Clock, rules: TimeRules, pauses: Sequence[Pause]) -> Iterator[DueRung]:
    """The rungs that have not fired in this term, placed in time."""
    return placed(
        rungs_for(clock, rules), span_of(clock, pauses), rules.calendar_of(clock.calendar), after_rung=clock.rung
    )


def next_alarm(clock: Clock, rules: TimeRules, pauses: Sequence[Pause] = ()) -> datetime | None:
    """When the sweep must look again; None when all rungs have fired."""
    return next((due.alarm_at for due in upcoming(clock, rules, pauses)), None)


def warning(clock: Clock, rules: TimeRules, pauses: Sequence[Pause] = ()) -> datetime:
    return min(
        clock.due_at, warn_at(rungs_for(clock, rules), span_of(clock, pauses), rules.calendar_of(clock.calendar))
    )
