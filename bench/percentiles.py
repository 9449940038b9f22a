"""Percentiles of what was measured: always a value that really occurred, never one between two."""

from collections.abc import Sequence
from math import ceil


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest rank: the smallest value that is not exceeded by `percent` in a hundred of all.

    Raises ValueError when nothing was measured.
    """
    if not values:
        raise ValueError("nothing was measured")
    return sorted(values)[max(ceil(len(values) * percent / 100), 1) - 1]


def median(values: Sequence[float]) -> float:
    return percentile(values, 50)
