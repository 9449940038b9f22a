"""This run beside an earlier one: ratios, since machines differ and their own figures do not compare."""

from collections.abc import Mapping
from typing import Any

from bench.figures import Row


def ratios(cases: int, row: Row, before: Mapping[str, Any]) -> dict[str, float]:
    """New divided by old, for every figure that both have and the old one is not 0; empty for a row without a past."""
    old = _figures(cases, row.name, before)
    return {name: value / old[name] for name, value in row.figures.items() if old.get(name)}


def _figures(cases: int, name: str, before: Mapping[str, Any]) -> Mapping[str, float]:
    for base in before["bases"]:
        if base["cases"] == cases:
            for row in base["rows"]:
                if row["name"] == name:
                    figures: Mapping[str, float] = row["figures"]
                    return figures
    return {}
