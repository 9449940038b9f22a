import pytest

from kernel.times import due_text
from tests.make import NOON, at


@pytest.mark.parametrize(
    ("due", "text"),
    [
        ("2026-11-28 18:00", "11-28 18:00"),
        ("2026-11-29 00:00", "11-28 24:00"),
        ("2027-01-01 00:00", "12-31 24:00"),
        ("2027-01-01 09:00", "2027-01-01 09:00"),
    ],
)
def test_a_due_time_ends_its_day_at_24(due, text):
    assert due_text(at(due), now=NOON) == text
