"""The working calendar as a plain value: which days are worked, in which hours, and for which years that is known."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.errors import Invalid
from kernel.times import day_end, day_start, local_date, to_local

_TICK = timedelta(microseconds=1)
# Beyond this many years without enough working time the calendar itself is wrong (no frames, all days off).
_FARTHEST_YEARS = 100


class DayKind(models.TextChoices):
    WORKDAY = "workday", _("工作日")
    OFF_DAY = "off_day", _("休息日")
    MAKE_UP_WORKDAY = "make_up_workday", _("调休上班")


@dataclass(frozen=True, slots=True)
class Day:
    """What the calendar says of a day that differs from its weekday: 春节, off; 春节, worked instead."""

    kind: DayKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Working hours of each working day from `valid_from` to `valid_to`, both included; None is open."""

    starts_at: time
    ends_at: time
    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


DEFAULT_FRAMES = (Frame(time(9), time(12)), Frame(time(13), time(18)))
MONDAY_TO_FRIDAY = frozenset(range(5))


def _ticks(at: time) -> int:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond) // _TICK


def _days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=i) for i in range((date(year + 1, 1, 1) - first).days))


@dataclass(frozen=True)
class WorkCalendar:
    """Days, frames and the years with data; arithmetic walks years and bisects prefix sums inside a year: the cost of a
    limit does not grow with its length.

    All instants are aware; the weekday is asked in Asia/Shanghai only. Sums are whole microseconds, so that adding
    and measuring again give the same figure.
    """

    days: Mapping[date, Day]
    years: frozenset[int]
    frames: tuple[Frame, ...] = DEFAULT_FRAMES
    # Worked unless a day says otherwise, Monday is 0: a service of seven days names them all.
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    # Without holidays no year's data is missing: nothing is provisional.
    has_holidays: bool = True
    # Working microseconds from New Year to the end of each day, by year; made when a year is first touched.
    _sums: dict[int, list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    # Working days from New Year to each day, by year.
    _counts: dict[int, list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    # Working stretches of each day that was touched.
    _hours: dict[date, list[tuple[int, int]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def horizon(self) -> int | None:
        """The last year with data."""
        return max(self.years, default=None)

    def day(self, day: date) -> Day:
        """The day's kind; without an entry the weekday alone decides."""
        return self.days.get(day) or Day(DayKind.WORKDAY if day.weekday() in self.weekdays else DayKind.OFF_DAY)

    def is_working_day(self, day: date) -> bool:
        return self.day(day).kind != DayKind.OFF_DAY

    def working_hours(self, day: date) -> list[tuple[datetime, datetime]]:
        """The working stretches of the day, in order."""
        start = day_start(day)
        return [(start + a * _TICK, start + b * _TICK) for a, b in self._stretches(day)]

    def worktime(self, a: datetime, b: datetime) -> timedelta:
        """Working time in [a, b), exact; zero when b is not after a."""
        if b <= a:
            return timedelta(0)
        a, b = to_local(a), to_local(b)
        total = sum(self._year(year)[-1] for year in range(a.year, b.year))
        return (total + self._position(b) - self._position(a)) * _TICK

    def worktime_between(self, a: datetime, b: datetime) -> int:
        """Whole seconds of working time in [a, b)."""
        return self.worktime(a, b) // timedelta(seconds=1)

    def after_worktime(self, start: datetime, amount: timedelta) -> datetime:
        """The earliest instant t ≥ start with `amount` of working time in [start, t).

        Raises Invalid `calendar_has_no_work` when the calendar does not hold that much.
        """
        local = to_local(start)
        if amount <= timedelta(0):
            return local
        year, target = local.year, self._position(local) + amount // _TICK
        while target > (total := self._year(year)[-1]):
            target, year = target - total, year + 1
            if year > local.year + _FARTHEST_YEARS:
                raise Invalid(gettext("日历中没有足够的工作时间，请检查工作时段。"), code="calendar_has_no_work")
        sums = self._year(year)
        index = bisect_left(sums, target)
        return self._within(date(year, 1, 1) + timedelta(days=index), target - (sums[index - 1] if index else 0))

    def nth_working_day_after(self, day: date, n: int) -> date:
        """The n-th working day after the day; the day itself for 0."""
        if n <= 0:
            return day
        year, target = day.year, self._workdays(day.year)[day.timetuple().tm_yday - 1] + n
        while target > (total := self._workdays(year)[-1]):
            target, year = target - total, year + 1
            if year > day.year + _FARTHEST_YEARS:
                raise Invalid(gettext("日历中没有足够的工作日。"), code="calendar_has_no_work")
        return date(year, 1, 1) + timedelta(days=bisect_left(self._workdays(year), target))

    def end_of_day(self, day: date, *, or_next_working_day: bool) -> datetime:
        """24:00 of the day, or of the next working day when the day is off."""
        if or_next_working_day and not self.is_working_day(day):
            day = self.nth_working_day_after(day, 1)
        return day_end(day)

    def is_provisional(self, start: datetime, end: datetime) -> bool:
        """Whether a day of a year without data lies in [start, end]; an end at 24:00 belongs to the day it closes."""
        first, last = local_date(start).year, local_date(max(start, end - _TICK)).year
        return self.has_holidays and any(year not in self.years for year in range(first, last + 1))

    def _stretches(self, day: date) -> list[tuple[int, int]]:
        """Working stretches in microseconds from 00:00, sorted; frames that overlap count once."""
        if day not in self._hours:
            self._hours[day] = self._merged_frames(day) if self.is_working_day(day) else []
        return self._hours[day]

    def _merged_frames(self, day: date) -> list[tuple[int, int]]:
        merged: list[tuple[int, int]] = []
        for a, b in sorted((_ticks(f.starts_at), _ticks(f.ends_at)) for f in self.frames if f.is_valid_on(day)):
            if merged and a <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
            else:
                merged.append((a, b))
        return merged

    def _year(self, year: int) -> list[int]:
        if year not in self._sums:
            self._sums[year] = list(accumulate(sum(b - a for a, b in self._stretches(d)) for d in _days_of(year)))
        return self._sums[year]

    def _workdays(self, year: int) -> list[int]:
        if year not in self._counts:
            self._counts[year] = list(accumulate(int(self.is_working_day(d)) for d in _days_of(year)))
        return self._counts[year]

    def _position(self, instant: datetime) -> int:
        """Working microseconds from New Year to the instant."""
        local = to_local(instant)
        day = local.date()
        index = day.timetuple().tm_yday - 1
        now = (local - day_start(day)) // _TICK
        within = sum(min(b, now) - a for a, b in self._stretches(day) if now > a)
        return within + (self._year(day.year)[index - 1] if index else 0)

    def _within(self, day: date, amount: int) -> datetime:
        """The instant at which the day's working time reaches `amount`, which it holds."""
        for a, b in self._stretches(day):
            if amount <= b - a:
                return day_start(day) + (a + amount) * _TICK
            amount -= b - a
        raise AssertionError("the day holds less working time than its sum says")
