"""How a due instant came about, day by day, for the people who doubt it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deadlines.arithmetic import Pause, due, running_stretches
from deadlines.calendar import Day, DayKind, WorkCalendar
from deadlines.limits import Counting, Limit, LimitKind
from kernel.times import day_end, day_start, local_date, to_local

Stretch = tuple[datetime, datetime]
WEEKDAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    """One day of the count: what it is, the stretches that counted, their sum and the sum so far.

    Statutory limits count days: `nth` is the day's number, None when it does not count; no stretches.
    """

    day: date
    kind: Day
    stretches: tuple[Stretch, ...] = ()
    counted: timedelta = timedelta(0)
    total: timedelta = timedelta(0)
    nth: int | None = None
    note: str = ""

    def __str__(self) -> str:
        words = [f"{self.day} {WEEKDAYS[self.day.weekday()]} {self.kind.kind.label}"]
        if self.kind.name:
            words.append(f"（{self.kind.name}）")
        words += [f"{a:%H:%M:%S}—{clock_face(b, of=self.day)}" for a, b in self.stretches]
        if self.stretches:
            words.append(_("计 %(a)s，累计 %(b)s") % {"a": hours(self.counted), "b": hours(self.total)})
        if self.nth is not None:
            words.append(_("第 %(n)s 日") % {"n": self.nth})
        return " ".join([*words, self.note]).rstrip()


def hours(length: timedelta) -> str:
    """Hours, minutes and seconds, never days: one working day is 8:00:00."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def clock_face(instant: datetime, *, of: date) -> str:
    """Time of day; the end of the day `of` reads 24:00:00."""
    return "24:00:00" if instant == day_end(of) else f"{to_local(instant):%H:%M:%S}"


def written(instant: datetime, *, statutory: bool) -> str:
    """ISO text in Asia/Shanghai; a statutory end is shown as 24:00 of its day, not 00:00 of the next."""
    local = to_local(instant)
    if statutory:
        return f"{local_date(local - timedelta(microseconds=1))}T24:00:00+08:00"
    return local.isoformat()


def explain(
    start: datetime, limit: Limit, calendar: WorkCalendar, pauses: Sequence[Pause] = ()
) -> Iterator[ExplainedDay]:
    """Every day from the start's to the due instant's."""
    end = due(start, limit, calendar, pauses)
    if limit.kind.is_statutory:
        return _statutory(local_date(start), limit, calendar, end)
    return _by_stretches(to_local(start), end, limit.kind.counting, calendar, pauses)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=i) for i in range((last - first).days + 1))


def _by_stretches(
    start: datetime, end: datetime, counting: Counting, calendar: WorkCalendar, pauses: Sequence[Pause]
) -> Iterator[ExplainedDay]:
    total = timedelta(0)
    for day in _days(start.date(), local_date(end)):
        whole = calendar.working_hours(day) if counting == Counting.WORKING else [(day_start(day), day_end(day))]
        clipped = [(max(a, start), min(b, end)) for a, b in whole]
        pieces = tuple((to_local(x), to_local(y)) for a, b in clipped for x, y in running_stretches(a, b, pauses))
        counted = sum((b - a for a, b in pieces), timedelta(0))
        total += counted
        paused = any(p.start < day_end(day) and day_start(day) < p.end for p in pauses)
        note = _("有暂停") if paused else ""
        yield ExplainedDay(day, calendar.day(day), pieces, counted, total, note=note)


def _statutory(first: date, limit: Limit, calendar: WorkCalendar, end: datetime) -> Iterator[ExplainedDay]:
    nth = 0
    for day in _days(first, local_date(end - timedelta(microseconds=1))):
        kind = calendar.day(day)
        if day == first:
            yield ExplainedDay(day, kind, note=_("起始当日不计"))
        elif limit.kind == LimitKind.LEGAL_WORK_DAY and kind.kind == DayKind.OFF_DAY:
            yield ExplainedDay(day, kind, note=_("不计"))
        elif nth < limit.n:
            nth += 1
            yield ExplainedDay(day, kind, nth=nth)
        else:
            yield ExplainedDay(day, kind, note=_("期满日为休息日，顺延"))
