"""The calendar that comes with the program: State Council holidays from the `chinesecalendar` package."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from chinese_calendar.constants import Holiday, holidays, workdays

from deadlines.calendar import Day, DayKind, WorkCalendar

SOURCE = "chinesecalendar"
FIRST_YEAR = 2019


def packaged_years() -> frozenset[int]:
    """Every year from 2019 for which the package has data."""
    return frozenset(range(FIRST_YEAR, max(holidays).year + 1))


def packaged_days() -> Mapping[date, Day]:
    """The days that differ from their weekday, and every day of a holiday."""
    entries = [(holidays, DayKind.OFF_DAY), (workdays, DayKind.MAKE_UP_WORKDAY)]
    return {
        day: Day(kind, Holiday(name).chinese)
        for source, kind in entries
        for day, name in source.items()
        if day.year >= FIRST_YEAR
    }


@lru_cache(maxsize=1)
def packaged_calendar() -> WorkCalendar:
    """In memory, with the default frames: for a database whose calendar has not been loaded yet."""
    return WorkCalendar(days=packaged_days(), years=packaged_years())
