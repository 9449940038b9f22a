"""Used and remaining time: computed, never stored."""

from datetime import datetime, timedelta

from deadlines import arithmetic
from deadlines.clocks.rows import closed_pauses
from deadlines.models import Clock
from deadlines.rules import TimeRules, current_rules

_SECOND = timedelta(seconds=1)


def used_seconds(clock: Clock, now: datetime, *, rules: TimeRules | None = None) -> int:
    """Seconds used until now, or until the clock stopped: of working time for work hours and work days, else of wall
    time; pauses left out."""
    until = clock.stopped_at or clock.paused_at or now
    calendar = (rules or current_rules()).calendar_of(clock.calendar)
    return arithmetic.used(clock.started_at, until, clock.counting, calendar, closed_pauses(clock)) // _SECOND


def remaining(clock: Clock, now: datetime, *, rules: TimeRules | None = None) -> int:
    """Seconds left in the clock's own counting, negative when overdue; frozen while it pauses and once it has stopped.

    Pass `rules` for a whole page of clocks, so that their version is asked for once.
    """
    at = clock.stopped_at or clock.paused_at or now
    calendar = (rules or current_rules()).calendar_of(clock.calendar)
    return int(arithmetic.remaining(clock.due_at, at, clock.counting, calendar).total_seconds())
