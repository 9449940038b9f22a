"""What must hold of deadline arithmetic whatever the figures, and a slow count to compare with."""

import os
import time
from datetime import UTC, date, datetime, timedelta, timezone
from datetime import time as clock
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from deadlines.arithmetic import Pause, due, remaining, used, walk
from deadlines.calendar import Frame, WorkCalendar
from deadlines.limits import Counting, Limit, LimitKind
from deadlines.packaged import packaged_calendar
from kernel.times import day_end, local_date, to_local

CALENDAR = packaged_calendar()
KINDS = st.sampled_from(list(LimitKind))
WORK_KINDS = st.sampled_from([LimitKind.WORK_HOUR, LimitKind.WORK_DAY])
STARTS = st.datetimes(datetime(2019, 1, 2), datetime(2026, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001
WHOLE_MINUTES = STARTS.map(lambda t: t.replace(second=0, microsecond=0))
FRACTIONS = st.decimals(0, 40, places=2)
SHORT = st.timedeltas(timedelta(0), timedelta(days=20))


def limits(kinds=KINDS, n=FRACTIONS):
    return st.builds(lambda kind, n: Limit(kind, Decimal(int(n)) if kind.is_statutory else n), kinds, n)


@st.composite
def pauses(draw, start):
    gaps = draw(st.lists(SHORT, max_size=6))
    marks = [start]
    for gap in gaps:
        marks.append(marks[-1] + gap)
    return [Pause(a, b) for a, b in zip(marks[1::2], marks[2::2], strict=False)]


@given(start=STARTS, limit=limits(WORK_KINDS))
def test_added_working_time_is_measured_again(start, limit):
    assert CALENDAR.worktime(start, due(start, limit, CALENDAR)) == limit.duration


@given(start=STARTS, limit=limits(WORK_KINDS, st.decimals("0.01", 40, places=2)))
def test_no_earlier_instant_would_do(start, limit):
    almost = due(start, limit, CALENDAR) - timedelta(microseconds=1)
    assert CALENDAR.worktime(start, almost) < limit.duration


@given(start=STARTS, earlier=SHORT, limit=limits())
def test_a_later_start_is_never_due_earlier(start, earlier, limit):
    assert due(start - earlier, limit, CALENDAR) <= due(start, limit, CALENDAR)


@given(start=STARTS, kind=KINDS, n=st.integers(0, 40), more=st.integers(0, 10))
def test_a_longer_limit_is_never_due_earlier(start, kind, n, more):
    shorter, longer = (due(start, Limit(kind, Decimal(x)), CALENDAR) for x in (n, n + more))
    assert start <= shorter <= longer


@given(start=STARTS, limit=limits(), minutes=st.integers(-14 * 60, 14 * 60))
def test_the_offset_in_which_the_start_is_written_does_not_matter(start, limit, minutes):
    elsewhere = start.astimezone(timezone(timedelta(minutes=minutes)))
    assert due(elsewhere, limit, CALENDAR) == due(start, limit, CALENDAR)


@given(start=STARTS, limit=limits(), zone=st.sampled_from(["UTC", "America/New_York", "Pacific/Kiritimati"]))
def test_the_zone_of_the_server_does_not_matter(start, limit, zone):
    here, before = due(start, limit, CALENDAR), os.environ.get("TZ")
    try:
        os.environ["TZ"] = zone
        time.tzset()
        assert due(start, limit, CALENDAR) == here
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


@given(start=STARTS, limit=limits(WORK_KINDS, st.decimals("0.01", 40, places=2)), days=st.integers(0, 10))
def test_a_pause_outside_working_time_costs_nothing(start, limit, days):
    evening = to_local(start).replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=days)
    night = Pause(evening, evening + timedelta(hours=15))
    assert due(start, limit, CALENDAR, [night]) == due(start, limit, CALENDAR)


@given(data=st.data(), start=STARTS, limit=limits(st.sampled_from([k for k in LimitKind if not k.is_statutory])))
def test_whatever_was_paused_the_whole_limit_is_used_up_at_due(data, start, limit):
    stretches = data.draw(pauses(start))
    end, counting = due(start, limit, CALENDAR, stretches), limit.kind.counting
    assert used(start, end, counting, CALENDAR, stretches) == limit.duration


@given(data=st.data(), start=STARTS, limit=limits(st.sampled_from([LimitKind.LEGAL_DAY, LimitKind.LEGAL_WORK_DAY])))
def test_statutory_limits_do_not_pause(data, start, limit):
    assert due(start, limit, CALENDAR, data.draw(pauses(start))) == due(start, limit, CALENDAR)


@given(start=STARTS, limit=limits(WORK_KINDS), after=SHORT)
def test_remaining_falls_to_nothing_at_due_and_below_it_afterwards(start, limit, after):
    end, counting = due(start, limit, CALENDAR), Counting.WORKING
    assert remaining(end, start, counting, CALENDAR) == limit.duration
    assert remaining(end, end + after, counting, CALENDAR) == -CALENDAR.worktime(end, end + after)


def is_working_minute(minute: datetime) -> bool:
    local = minute + timedelta(hours=8)
    return CALENDAR.is_working_day(local.date()) and (9 <= local.hour < 12 or 13 <= local.hour < 18)


@given(start=WHOLE_MINUTES, minutes=st.integers(0, 30 * 60))
def test_working_minutes_agree_with_counting_each(start, minutes):
    counted = sum(is_working_minute(start + timedelta(minutes=i)) for i in range(minutes))
    assert CALENDAR.worktime_between(start, start + timedelta(minutes=minutes)) == counted * 60


@given(data=st.data(), start=WHOLE_MINUTES, minutes=st.integers(1, 600))
def test_due_agrees_with_stepping_minute_by_minute(data, start, minutes):
    stretches = [p for p in data.draw(pauses(start)) if p.end - p.start < timedelta(days=3)][:1]
    stretches = [
        Pause(p.start.replace(second=0, microsecond=0), p.end.replace(second=0, microsecond=0)) for p in stretches
    ]
    end, left = start, minutes
    while left:
        left -= is_working_minute(end) and not any(p.start <= end < p.end for p in stretches)
        end += timedelta(minutes=1)
    assert walk(start, timedelta(minutes=minutes), Counting.WORKING, CALENDAR, stretches) == end


@given(start=STARTS, n=st.integers(1, 40))
def test_statutory_working_days_agree_with_counting_each(start, n):
    day, left = local_date(start), n
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.is_working_day(day)
    assert due(start, Limit(LimitKind.LEGAL_WORK_DAY, Decimal(n)), CALENDAR) == day_end(day)


@given(start=STARTS, limit=limits(WORK_KINDS), a=st.integers(6, 11), b=st.integers(12, 22))
def test_other_hours_change_nothing_of_the_law(start, limit, a, b):
    """Summer hours in the middle of a year: what was added is still what is measured."""
    summer = Frame(clock(a), clock(b), date(2025, 6, 1), date(2025, 8, 31))
    calendar = WorkCalendar(days=CALENDAR.days, years=CALENDAR.years, frames=(*CALENDAR.frames, summer))
    assert calendar.worktime(start, due(start, limit, calendar)) == limit.duration
