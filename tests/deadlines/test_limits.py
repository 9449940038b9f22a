from datetime import timedelta
from decimal import Decimal

import pytest

from deadlines.limits import Counting, Limit, LimitKind
from kernel.errors import Invalid


def test_a_limit_reads_like_speech():
    read = [str(Limit(LimitKind.WORK_DAY, Decimal(7))), str(Limit(LimitKind.WORK_HOUR, Decimal("0.50")))]
    assert [*read, str(Limit(LimitKind.WORK_DAY, Decimal(100)))] == ["7 工作日", "0.5 工作时", "100 工作日"]


def test_a_work_day_is_480_minutes():
    assert Limit(LimitKind.WORK_DAY, Decimal("1.5")).duration == timedelta(minutes=720)


def test_a_fraction_is_rounded_to_whole_seconds_half_a_second_upward():
    seconds = [Limit(LimitKind.URGENT_HOUR, Decimal(n)).duration.total_seconds() for n in ("0.3333", "0.33347222")]
    assert seconds == [1200, 1200]
    assert Limit(LimitKind.URGENT_HOUR, Decimal(3) / Decimal(7200)).duration == timedelta(seconds=2)


def test_only_work_kinds_count_working_time():
    working = {kind for kind in LimitKind if kind.counting == Counting.WORKING}
    assert working == {LimitKind.WORK_HOUR, LimitKind.WORK_DAY}


@pytest.mark.parametrize(
    ("kind", "n"),
    [
        ("work_day", "-1"),
        ("work_day", "NaN"),
        ("work_day", "Infinity"),
        ("work_day", "10001"),
        ("work_day", "soon"),
        ("fortnight", "1"),
        ("legal_day", "1.5"),
    ],
)
def test_nonsense_is_refused(kind, n):
    with pytest.raises(Invalid) as refused:
        Limit(kind, n)
    assert refused.value.code == "bad_limit"
