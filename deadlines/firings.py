"""When the rungs of a ladder would have fired on a clock's whole course: as the sweep does it, but on plain values."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from deadlines.arithmetic import Pause
from deadlines.calendar import WorkCalendar
from deadlines.ladder import DueRung, Ladder, Rung, Span, placed
from deadlines.limits import Counting
from kernel.times import local_date

CalendarOf: TypeAlias = Callable[[str], WorkCalendar]
"""The calendar of a code, as `TimeRules.calendar_of`."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a clock's course during which term, due time, counting, calendar and holder stood still; `until` is
    None now."""

    since: datetime
    until: datetime | None
    term: int
    due_at: datetime
    counting: Counting
    organization_kind: str
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A clock from its start to its stop; a pause that is not over yet ends with the day of reckoning."""

    clock_kind: str
    urgency: str
    started_at: datetime
    stretches: tuple[Stretch, ...]
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Firing:
    """A rung that would have fired: its true due time, and the first instant at which a sweep could claim it."""

    rung: Rung
    term: int
    due_at: datetime
    fires_at: datetime


def firings(course: Course, ladder: Ladder, calendar_of: CalendarOf, *, now: datetime) -> Iterator[Firing]:
    """In order of time. A rung fires while the clock runs, after the one before it, once in a term; what fell due
    before a pause or a change and found no running clock fires when it runs again."""
    term, number = 0, 0
    for stretch in course.stretches:
        term, number = stretch.term, (number if stretch.term == term else 0)
        for due, fires_at in _of_stretch(course, stretch, number, ladder, calendar_of, now=now):
            number = due.rung.number
            yield Firing(due.rung, term, due.due_at, fires_at)


def _of_stretch(
    course: Course, stretch: Stretch, after_rung: int, ladder: Ladder, calendar_of: CalendarOf, *, now: datetime
) -> Iterator[tuple[DueRung, datetime]]:
    earliest, end = stretch.since, _runs_until(course, stretch)
    on = local_date(course.started_at)
    rungs = ladder.rungs_for(
        course.clock_kind, urgency=course.urgency, organization_kind=stretch.organization_kind, on=on
    )
    over = tuple(pause for pause in course.pauses if pause.end <= stretch.since)
    span = Span(course.started_at, stretch.due_at, stretch.counting, over)
    for due in placed(rungs, span, calendar_of(stretch.calendar), after_rung=after_rung):
        earliest = max(earliest, due.alarm_at)
        if earliest > now or (end is not None and earliest >= end):
            return
        yield due, earliest


def _runs_until(course: Course, stretch: Stretch) -> datetime | None:
    """The end of the stretch, or the pause that begins within it: whoever resumes begins another stretch."""
    starts = (p.start for p in course.pauses if p.end > stretch.since and p.start < (stretch.until or p.end))
    return min(starts, default=stretch.until)
