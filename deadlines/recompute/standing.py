"""What a live clock becomes under other rules: a pure function of the clock, its pauses and the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from deadlines.arithmetic import Pause, due, is_provisional, running_stretches
from deadlines.calendar import WorkCalendar
from deadlines.clocks.alarms import next_alarm, warning
from deadlines.clocks.start import KEPT
from deadlines.limits import Counting, Limit
from deadlines.models import Clock
from deadlines.rules import TimeRules
from deadlines.states import ClockState


@dataclass(frozen=True, slots=True)
class Decided:
    """The limit that now holds for a clock, where it stands, and the code of the calendar by which it counts."""

    limit: Limit
    source: str
    calendar: str = ""


class Standing(NamedTuple):
    """The columns of a clock that follow from the rules."""

    due_at: datetime
    warn_at: datetime
    next_alarm_at: datetime | None
    is_provisional: bool
    limit_kind: str
    limit_n: Decimal | None
    limit_source: str
    calendar: str


def standing_of(clock: Clock) -> Standing:
    return Standing(
        clock.due_at,
        clock.warn_at,
        clock.next_alarm_at,
        clock.is_provisional,
        clock.limit_kind,
        clock.limit_n,
        clock.limit_source,
        clock.calendar,
    )


def recount(clock: Clock, rules: TimeRules, pauses: Sequence[Pause] = (), decided: Decided | None = None) -> None:
    """Sets the columns of `Standing` to what these rules make of a running or paused clock.

    A due time that was given stays given; its warning and alarms follow calendar and ladder. `rung` and `term` stay:
    a fired rung stays fired, wherever its time would lie now. `decided` takes the place of the clock's own limit.
    """
    if decided is not None:
        clock.limit_kind, clock.limit_n = decided.limit.kind, decided.limit.n.quantize(KEPT)
        clock.limit_source, clock.calendar = decided.source[:200], decided.calendar
    limit = clock.limit
    if limit is not None:
        calendar = rules.calendar_of(clock.calendar)
        clock.due_at = due(clock.started_at, limit, calendar, pauses)
        clock.is_provisional = _is_provisional(clock, limit, calendar, pauses)
    clock.warn_at = warning(clock, rules, pauses)
    clock.next_alarm_at = _alarm(clock, rules, pauses) if clock.state == ClockState.RUNNING else None


def _is_provisional(clock: Clock, limit: Limit, calendar: WorkCalendar, pauses: Sequence[Pause]) -> bool:
    """Years that were paused through decided nothing."""
    if not pauses or limit.kind.counting != Counting.WORKING:
        return is_provisional(clock.started_at, limit, calendar, clock.due_at)
    stretches = running_stretches(clock.started_at, clock.due_at, pauses)
    return any(calendar.is_provisional(a, b) for a, b in stretches)


def _alarm(clock: Clock, rules: TimeRules, pauses: Sequence[Pause]) -> datetime | None:
    """A clock that the sweep pushed forward is not tried again before its turn."""
    found = next_alarm(clock, rules, pauses)
    if clock.alarm_failures and found is not None and clock.next_alarm_at is not None:
        return max(found, clock.next_alarm_at)
    return found
