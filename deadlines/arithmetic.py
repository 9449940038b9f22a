"""Deadline arithmetic on plain values: due instants, pauses, used and remaining time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from deadlines.calendar import WorkCalendar
from deadlines.limits import Counting, Limit, LimitKind
from kernel.errors import Invalid
from kernel.times import local_date, require_aware, to_local


@dataclass(frozen=True, slots=True, order=True)
class Pause:
    """A stretch that does not count. Raises Invalid `pause_ends_before_it_starts`, ValueError for naive instants."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if require_aware(self.end) < require_aware(self.start):
            raise Invalid(_("暂停的结束早于开始。"), code="pause_ends_before_it_starts")


def due(start: datetime, limit: Limit, calendar: WorkCalendar, pauses: Iterable[Pause] = ()) -> datetime:
    """The due instant in Asia/Shanghai (design table of kinds). Statutory kinds take no notice of pauses."""
    if limit.kind.is_statutory:
        return _statutory_due(start, limit, calendar)
    return walk(start, limit.duration, limit.kind.counting, calendar, pauses)


def _statutory_due(start: datetime, limit: Limit, calendar: WorkCalendar) -> datetime:
    day, n = local_date(start), int(limit.n)
    if limit.kind == LimitKind.LEGAL_WORK_DAY:
        return calendar.end_of_day(calendar.nth_working_day_after(day, n), or_next_working_day=False)
    return calendar.end_of_day(day + timedelta(days=n), or_next_working_day=True)


def is_provisional(start: datetime, limit: Limit, calendar: WorkCalendar, end: datetime) -> bool:
    """Whether a year without data decided this due instant: wall time asks no calendar, `legal_day` only at its end."""
    if limit.kind in {LimitKind.URGENT_HOUR, LimitKind.NATURAL_DAY}:
        return False
    if limit.kind == LimitKind.LEGAL_DAY:
        start = min(end, to_local(start) + timedelta(days=int(limit.n)))
    return calendar.is_provisional(start, end)


def forward(start: datetime, amount: timedelta, counting: Counting, calendar: WorkCalendar) -> datetime:
    """The earliest instant at which `amount` has been used up since `start`."""
    if counting == Counting.WORKING:
        return calendar.after_worktime(start, amount)
    return to_local(require_aware(start).astimezone(UTC) + amount)


def between(a: datetime, b: datetime, counting: Counting, calendar: WorkCalendar) -> timedelta:
    """Time that counts in [a, b); zero when b is not after a."""
    if counting == Counting.WORKING:
        return calendar.worktime(a, b)
    return max(b.astimezone(UTC) - a.astimezone(UTC), timedelta(0))


def walk(
    start: datetime, amount: timedelta, counting: Counting, calendar: WorkCalendar, pauses: Iterable[Pause] = ()
) -> datetime:
    """Like `forward`, leaving out the pauses; one that begins when all is used up changes nothing."""
    cursor = to_local(start)
    if not amount:
        return cursor
    for pause in sorted(pauses):
        if pause.end <= cursor:
            continue
        end = forward(cursor, amount, counting, calendar)
        if end <= pause.start:
            return end
        amount -= between(cursor, pause.start, counting, calendar)
        cursor = to_local(pause.end)
    return forward(cursor, amount, counting, calendar)


def running_stretches(start: datetime, end: datetime, pauses: Sequence[Pause]) -> Iterator[tuple[datetime, datetime]]:
    """What is left of [start, end) without the pauses, in order."""
    cursor = start
    for pause in sorted(pauses):
        if cursor < min(pause.start, end):
            yield cursor, min(pause.start, end)
        cursor = max(cursor, pause.end)
    if cursor < end:
        yield cursor, end


def used(
    start: datetime, until: datetime, counting: Counting, calendar: WorkCalendar, pauses: Sequence[Pause] = ()
) -> timedelta:
    """Time that counted from `start` to `until`, without the pauses."""
    stretches = running_stretches(start, until, pauses)
    return sum((between(a, b, counting, calendar) for a, b in stretches), timedelta(0))


def remaining(due_at: datetime, now: datetime, counting: Counting, calendar: WorkCalendar) -> timedelta:
    """Time left until due; negative is how much has passed since."""
    if now > due_at:
        return -between(due_at, now, counting, calendar)
    return between(now, due_at, counting, calendar)
