"""What is left of a limit at an instant, as a limit of its own: whoever counts it later counts it to the same end."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from deadlines.arithmetic import between
from deadlines.calendar import WorkCalendar
from deadlines.limits import MAX_N, Counting, Limit, LimitKind
from kernel.times import local_date

_SECOND = timedelta(seconds=1)


class Rest(NamedTuple):
    """The limit, and from when it counts: the instant asked for, or the part of a second before it that makes what is
    left whole seconds."""

    started_at: datetime
    limit: Limit


def rest_of(
    started_at: datetime, limit: Limit, due_at: datetime, *, at: datetime, calendar: WorkCalendar
) -> Rest | None:
    """Working time in working hours, wall time in hours, statutory days in days of the same kind; `due_at` is after
    `at`. None for more hours than a limit may have."""
    if limit.kind.is_statutory:
        last = local_date(due_at - timedelta.resolution)
        return Rest(
            at, Limit(limit.kind, Decimal(_days_left(local_date(started_at), limit, last, local_date(at), calendar)))
        )
    counting = limit.kind.counting
    begin = at - -between(at, due_at, counting, calendar) % _SECOND
    seconds = round(between(begin, due_at, counting, calendar) / _SECOND)
    kind = LimitKind.WORK_HOUR if counting == Counting.WORKING else LimitKind.URGENT_HOUR
    hours = Decimal(seconds) / 3600
    return Rest(begin, Limit(kind, hours)) if hours <= MAX_N else None


def _days_left(start: date, limit: Limit, last: date, today: date, calendar: WorkCalendar) -> int:
    """So many that the same last day comes out."""
    if limit.kind == LimitKind.LEGAL_WORK_DAY:
        days = (today + timedelta(days=n + 1) for n in range((last - today).days))
        return sum(map(calendar.is_working_day, days))
    # Before an off day moved the end, and none when today is one of those that were skipped.
    return max((min(start + timedelta(days=int(limit.n)), last) - today).days, 0)
