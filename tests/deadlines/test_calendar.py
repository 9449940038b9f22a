import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from deadlines.arithmetic import due, is_provisional
from deadlines.calendar import Frame, WorkCalendar
from kernel.errors import Invalid
from tests.deadlines.errands import at, limit

HOLIDAY_CN = Path(__file__).parents[3] / "shared" / "data" / "holiday-cn"


def test_summer_hours_hold_from_their_first_day_to_their_last():
    winter, summer = Frame(time(9), time(17)), Frame(time(8), time(12), date(2025, 6, 1), date(2025, 8, 31))
    calendar = WorkCalendar(days={}, years=frozenset({2025}), frames=(summer, winter))
    assert calendar.working_hours(date(2025, 5, 30)) == [(at("2025-05-30 09:00"), at("2025-05-30 17:00"))]
    assert calendar.working_hours(date(2025, 6, 2)) == [(at("2025-06-02 08:00"), at("2025-06-02 17:00"))]


def test_frames_that_overlap_count_once():
    calendar = WorkCalendar(days={}, years=frozenset(), frames=(Frame(time(9), time(13)), Frame(time(12), time(18))))
    assert calendar.worktime_between(at("2025-03-12 00:00"), at("2025-03-13 00:00")) == 9 * 3600


def test_parts_of_a_second_are_counted():
    calendar = WorkCalendar(days={}, years=frozenset())
    start = at("2025-03-12 17:59:59.750000")
    assert due(start, limit(1, "work_hour"), calendar) == at("2025-03-13 09:59:59.750000")


def test_a_calendar_without_working_hours_is_told_as_such():
    empty = WorkCalendar(days={}, years=frozenset(), frames=())
    with pytest.raises(Invalid) as refused:
        due(at("2025-03-12 09:00"), limit(1, "work_hour"), empty)
    assert refused.value.code == "calendar_has_no_work"


def test_naive_instants_are_refused(calendar):
    with pytest.raises(ValueError, match="naive"):
        due(datetime(2025, 3, 12, 9), limit(1, "natural_day"), calendar)  # noqa: DTZ001


def test_the_horizon_is_the_last_year_with_data():
    assert WorkCalendar(days={}, years=frozenset({2019, 2021})).horizon == 2021
    assert WorkCalendar(days={}, years=frozenset()).horizon is None


@pytest.mark.parametrize(
    ("start", "n", "kind", "provisional"),
    [
        ("2026-12-30 10:00", 1, "work_day", False),
        ("2026-12-30 10:00", 3, "work_day", True),
        ("2026-12-30 10:00", 1, "legal_work_day", False),  # ends at 24:00 of 31 December
        ("2026-12-31 10:00", 1, "legal_work_day", True),
        ("2026-12-21 10:00", 10, "legal_day", False),
        ("2026-12-22 10:00", 10, "legal_day", True),
        ("2027-03-01 10:00", 10, "natural_day", False),  # wall time asks no calendar
        ("2027-03-01 10:00", 3, "urgent_hour", False),
    ],
)
def test_a_due_time_is_provisional_when_a_year_without_data_decided_it(start, n, kind, provisional):
    calendar = WorkCalendar(days={}, years=frozenset({2026}))
    end = due(at(start), limit(n, kind), calendar)
    assert is_provisional(at(start), limit(n, kind), calendar, end) is provisional


@pytest.mark.skipif(not HOLIDAY_CN.is_dir(), reason="holiday-cn data is not beside the repository")
def test_packaged_days_agree_with_the_published_notices(calendar):
    told = {
        date.fromisoformat(day["date"]): day["isOffDay"]
        for year in range(2019, 2027)
        for day in json.loads((HOLIDAY_CN / f"{year}.json").read_text(encoding="utf-8"))["days"]
    }
    days = (date(2019, 1, 1) + timedelta(days=i) for i in range((date(2027, 1, 1) - date(2019, 1, 1)).days))
    differ = [d for d in days if calendar.is_working_day(d) != (not told[d] if d in told else d.weekday() < 5)]
    assert differ == []
