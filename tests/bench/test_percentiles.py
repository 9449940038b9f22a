import pytest

from bench.percentiles import median, percentile


@pytest.mark.parametrize(
    ("values", "percent", "is_", "why"),
    [
        ([7.0], 99, 7.0, "one value is all of them"),
        (list(range(1, 101)), 95, 95, "95 of a hundred are no larger"),
        (list(range(1, 101)), 99, 99, "99 of a hundred are no larger"),
        ([3, 1, 2], 50, 2, "order does not matter"),
        ([1, 2, 3, 4], 50, 2, "never a value between two that occurred"),
        (list(range(1, 11)), 95, 10, "of ten the 95th percentile is the last"),
        ([1, 2, 3], 0, 1, "nothing is below the smallest"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(values, percent, is_, why):
    assert percentile(values, percent) == is_


def test_the_median_is_the_fiftieth():
    assert median([5, 1, 9]) == 5


def test_nothing_measured_has_no_percentile():
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 50)
