"""How a large base does beside the smallest of the same run: the ratios that hold whatever the machine."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.compare import ratios
from bench.figures import Row, at_least

# A life is to cost hardly more in a large base.
BUDGETS = {"lifecycle of 4 calls, 8 clients": (at_least("rate_per_s", 0.9),)}
COMPARED = ("rate_per_s", "p50_ms", "p95_ms", "server_p95_ms", "sql_most", "web_cpu_ms", "db_cpu_ms")


def growth(bases: Sequence[Mapping[str, Any]]) -> dict[int, list[Row]]:
    """By size: for each row that the smallest base has too, large divided by small."""
    if len(bases) < 2:
        return {}
    smallest = min(bases, key=lambda base: int(base["cases"]))
    return {base["cases"]: _rows(base, smallest) for base in bases if base is not smallest}


def _rows(base: Mapping[str, Any], smallest: Mapping[str, Any]) -> list[Row]:
    found = []
    for row in map(Row.from_json, base["rows"]):
        grown = ratios(smallest["cases"], row, {"bases": [smallest]})
        figures = {name: grown[name] for name in COMPARED if name in grown}
        if figures:
            found.append(Row(row.name, figures, BUDGETS.get(row.name, ())))
    return found
