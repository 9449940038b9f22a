from datetime import date, time, timedelta

import pytest

from deadlines.arithmetic import Pause, due
from deadlines.calendar import Frame, WorkCalendar
from deadlines.explain import explain, written
from tests.deadlines.errands import at, limit


def lines(start, n, kind, calendar, pauses=()):
    return [str(day) for day in explain(at(start), limit(n, kind), calendar, pauses)]


def test_working_time_is_told_frame_by_frame(calendar):
    assert lines("2025-03-14 17:00", 2, "work_hour", calendar) == [
        "2025-03-14 周五 工作日 17:00:00—18:00:00 计 1:00:00，累计 1:00:00",
        "2025-03-15 周六 休息日",
        "2025-03-16 周日 休息日",
        "2025-03-17 周一 工作日 09:00:00—10:00:00 计 1:00:00，累计 2:00:00",
    ]


def test_statutory_days_are_numbered_and_the_end_moves_off_a_holiday(calendar):
    assert lines("2025-09-30 16:00", 1, "legal_day", calendar)[:3] == [
        "2025-09-30 周二 工作日 起始当日不计",
        "2025-10-01 周三 休息日 （国庆节） 第 1 日",
        "2025-10-02 周四 休息日 （国庆节） 期满日为休息日，顺延",
    ]


def test_statutory_working_days_leave_out_off_days_and_count_make_up_days(calendar):
    assert lines("2025-09-26 10:00", 1, "legal_work_day", calendar) == [
        "2025-09-26 周五 工作日 起始当日不计",
        "2025-09-27 周六 休息日 不计",
        "2025-09-28 周日 调休上班 （国庆节） 第 1 日",
    ]


def test_natural_days_run_to_midnight_and_on(calendar):
    assert lines("2025-03-12 09:00", 1, "natural_day", calendar) == [
        "2025-03-12 周三 工作日 09:00:00—24:00:00 计 15:00:00，累计 15:00:00",
        "2025-03-13 周四 工作日 00:00:00—09:00:00 计 9:00:00，累计 24:00:00",
    ]


@pytest.mark.parametrize("kind", ["work_hour", "work_day", "natural_day", "urgent_hour"])
def test_the_days_add_up_to_the_limit(calendar, kind):
    pauses = [Pause(at("2025-09-29 10:30"), at("2025-10-09 11:00"))]
    days = list(explain(at("2025-09-28 16:00"), limit(12.5, kind), calendar, pauses))
    assert sum((d.counted for d in days), timedelta(0)) == limit(12.5, kind).duration == days[-1].total
    assert days[-1].stretches[-1][1] == due(at("2025-09-28 16:00"), limit(12.5, kind), calendar, pauses)


def test_a_statutory_end_is_shown_as_24_o_clock():
    midnight = at("2025-03-18 00:00")
    assert written(midnight, statutory=True) == "2025-03-17T24:00:00+08:00"
    assert written(midnight, statutory=False) == "2025-03-18T00:00:00+08:00"


def test_each_day_is_told_by_the_hours_of_its_own_season():
    """Summer hours 09:00–12:00 and 14:00–18:00 to 30 September, then an hour's lunch: the last summer day counts six
    hours after ten, the first winter day eight."""
    morning, summer = Frame(time(9), time(12)), Frame(time(14), time(18), None, date(2026, 9, 29))
    winter = Frame(time(13), time(18), date(2026, 9, 30), None)
    calendar = WorkCalendar(days={}, years=frozenset({2026}), frames=(morning, summer, winter))
    assert lines("2026-09-29 10:00", 15, "work_hour", calendar) == [
        "2026-09-29 周二 工作日 10:00:00—12:00:00 14:00:00—18:00:00 计 6:00:00，累计 6:00:00",
        "2026-09-30 周三 工作日 09:00:00—12:00:00 13:00:00—18:00:00 计 8:00:00，累计 14:00:00",
        "2026-10-01 周四 工作日 09:00:00—10:00:00 计 1:00:00，累计 15:00:00",
    ]
    assert due(at("2026-09-29 10:00"), limit(15, "work_hour"), calendar) == at("2026-10-01 10:00")


def test_a_working_day_is_eight_hours_in_every_season():
    summer = (Frame(time(9), time(12)), Frame(time(14), time(18), None, date(2026, 9, 30)))
    calendar = WorkCalendar(
        days={}, years=frozenset({2026}), frames=(*summer, Frame(time(13), time(18), date(2026, 10, 1)))
    )
    assert lines("2026-09-29 09:00", 2, "work_day", calendar)[-1] == (
        "2026-10-01 周四 工作日 09:00:00—11:00:00 计 2:00:00，累计 16:00:00"
    )
