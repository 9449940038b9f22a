from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.arithmetic import due
from deadlines.clocks.start import KEPT
from deadlines.limits import Limit, LimitKind
from deadlines.packaged import packaged_calendar
from deadlines.rest import rest_of
from tests.make import at

CALENDAR = packaged_calendar()
SECONDS = st.integers(0, 400 * 24 * 3600).map(lambda n: datetime(2025, 2, 1, tzinfo=UTC) + timedelta(seconds=n))


def counted_again(start, limit, at):
    """The end of what is left at the instant, by what the table keeps of it."""
    due_at = due(start, limit, CALENDAR)
    rest = rest_of(start, limit, due_at, at=at, calendar=CALENDAR)
    kept = Limit(rest.limit.kind, rest.limit.n.quantize(KEPT))
    return due(rest.started_at, kept, CALENDAR)


@pytest.mark.parametrize(
    ("kind", "n", "left"),
    [
        ("work_day", 5, "31.5 工作时"),
        ("work_hour", 20, "11.5 工作时"),
        ("natural_day", 3, "47.5 紧急工作时"),
        ("urgent_hour", 30, "5.5 紧急工作时"),
        ("legal_day", 3, "2 法定日"),
        ("legal_work_day", 5, "4 法定工作日"),
    ],
)
def test_what_is_left_is_counted_as_the_whole_was(kind, n, left):
    start, later = at("2026-11-24 09:30"), at("2026-11-25 10:00")
    limit = Limit(LimitKind(kind), Decimal(n))
    rest = rest_of(start, limit, due(start, limit, CALENDAR), at=later, calendar=CALENDAR)
    assert (rest.started_at, rest.limit.label) == (later, left)


@given(st.sampled_from(LimitKind), st.integers(1, 40), SECONDS, st.floats(0, 0.999))
def test_it_ends_when_the_whole_ends(kind, n, start, share):
    limit = Limit(kind, Decimal(n))
    end = due(start, limit, CALENDAR)
    later = start + timedelta(seconds=int((end - start).total_seconds() * share))
    if later < end:
        assert counted_again(start, limit, later) == end


def test_parts_of_a_second_are_not_lost():
    start = at("2026-11-24 09:30") + timedelta(microseconds=123_456)
    limit = Limit(LimitKind.WORK_DAY, Decimal(2))
    assert counted_again(start, limit, at("2026-11-24 10:00")) == due(start, limit, CALENDAR)


def test_off_days_at_the_end_are_skipped_once():
    """Three days from Thursday end on Sunday, moved to Monday; asked on Sunday, nothing but that is left."""
    limit = Limit(LimitKind.LEGAL_DAY, Decimal(2))
    assert counted_again(at("2026-11-26 10:00"), limit, at("2026-11-29 10:00")) == at("2026-12-01 00:00")


def test_more_hours_than_a_limit_may_have_are_no_limit():
    limit = Limit(LimitKind.NATURAL_DAY, Decimal(500))
    start = at("2026-11-24 09:30")
    assert rest_of(start, limit, due(start, limit, CALENDAR), at=start, calendar=CALENDAR) is None
