"""Which days a period holds: calendar months, or from the day after the cut-off to the cut-off."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from kernel.errors import Invalid
from kernel.times import day_end, day_start

_SHAPE = re.compile(r"(?P<year>20\d\d)(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
LATEST_CUT_OFF = 28


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`, both included; `name` is 2026-10, 2026-Q4 or 2026."""

    name: str
    first: date
    last: date

    @property
    def starts_at(self) -> datetime:
        """00:00 of the first day in Beijing."""
        return day_start(self.first)

    @property
    def ends_at(self) -> datetime:
        """24:00 of the last day in Beijing; this instant belongs to the next period."""
        return day_end(self.last)


def days_of(name: str, *, cut_off_day: int | None = None) -> Days:
    """The days of 2026-10, 2026-Q4 or 2026; with cut-off day 18, October runs from 19 September to 18 October.

    Raises Invalid `no_period` for another shape.
    """
    found = _SHAPE.fullmatch(name)
    if found is None:
        raise Invalid(_("时段写成 2026-10、2026-Q4 或 2026。"), code="no_period")
    year = int(found["year"])
    first, last = _months(found["quarter"], found["month"])
    return Days(name, _end_before(year, first, cut_off_day), _end_of(year, last, cut_off_day))


def _months(quarter: str | None, month: str | None) -> tuple[int, int]:
    if month:
        return int(month), int(month)
    if quarter:
        return 3 * int(quarter) - 2, 3 * int(quarter)
    return 1, 12


def _end_of(year: int, month: int, cut_off_day: int | None) -> date:
    if cut_off_day is not None:
        return date(year, month, cut_off_day)
    return (date(year, month, 1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _end_before(year: int, month: int, cut_off_day: int | None) -> date:
    """The first day: the one after the end of the month before."""
    year_before, month_before = (year - 1, 12) if month == 1 else (year, month - 1)
    return _end_of(year_before, month_before, cut_off_day) + timedelta(days=1)


def month_before(name: str) -> str:
    """2026-01 → 2025-12; "" for what is no month: a quarter has no month before it."""
    if len(name) != 7 or "Q" in name:
        return ""
    year, month = int(name[:4]), int(name[5:])
    return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02}"
