from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.imports.values import Unreadable, day_in_number, is_masked, moment
from kernel.times import SHANGHAI
from tests.make import at


@pytest.mark.parametrize(
    ("text", "instant", "precision"),
    [
        ("2025-04-02 18:01:30", datetime(2025, 4, 2, 10, 1, 30, tzinfo=UTC), "second"),
        ("2025/4/2 18:01", at("2025-04-02 18:01"), "second"),
        ("2025年4月2日18时01分", None, None),
        ("2025年4月2日 18时01分", at("2025-04-02 18:01"), "second"),
        ("2025-04-02T18:01:30+08:00", datetime(2025, 4, 2, 10, 1, 30, tzinfo=UTC), "second"),
        ("2025-04-02", at("2025-04-02 00:00"), "day"),
        ("2025.4.2", at("2025-04-02 00:00"), "day"),
    ],
)
def test_times_are_read_as_people_write_them_in_beijing(text, instant, precision):
    if instant is None:
        with pytest.raises(Unreadable):
            moment(text)
        return
    assert (moment(text).at, moment(text).precision) == (instant, precision)


@pytest.mark.parametrize(
    "text", ["昨天", "2025-13-02", "2025-02-30 10:00", "1900-01-01", "2100-01-01", "45000", "٢٠٢٥"]
)
def test_what_is_no_time_is_said_to_be_none(text):
    with pytest.raises(Unreadable):
        moment(text)


@given(st.text() | st.from_regex(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}( \d{1,2}:\d{1,2})?", fullmatch=True))
def test_any_text_is_a_time_or_none(text):
    with suppress(Unreadable):
        assert moment(text).at.tzinfo is UTC


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("热线-250329-022222", date(2025, 3, 29)),
        ("网络-260331-042345", date(2026, 3, 31)),
        ("20250329-17", date(2025, 3, 29)),
        ("12345-250329-1", date(2025, 3, 29)),
        ("热线-259929-010203", None),
        ("188006", None),
        ("热线", None),
    ],
)
def test_the_first_figures_of_an_order_number_may_be_its_day(number, day):
    found = day_in_number(number)
    assert (found.at.astimezone(SHANGHAI).date() if found else None) == day


def test_a_masked_number_is_none():
    assert [is_masked(n) for n in ("150××××", "158×××××", "139****1234", "19900001234", "")] == [True] * 3 + [False] * 2
