from datetime import timedelta

import pytest

from command_center.desk.words import duration_text, moment_text
from tests.make import NOON, at


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(0), "0:00"),
        (timedelta(seconds=59), "0:00"),
        (timedelta(hours=3, minutes=40), "3:40"),
        (timedelta(hours=23, minutes=59), "23:59"),
        (timedelta(days=2, hours=3, minutes=50), "2天3时"),
        (-timedelta(hours=2, minutes=10), "-2:10"),
        (-timedelta(days=3, hours=4), "-3天4时"),
    ],
)
def test_what_is_left_reads_as_hours_then_days(span, text):
    assert duration_text(span) == text


def test_a_moment_names_its_year_only_when_it_is_another():
    assert [moment_text(at(t), now=NOON) for t in ("2026-01-02 03:04", "2025-01-02 03:04")] == [
        "01-02 03:04",
        "2025-01-02 03:04",
    ]
