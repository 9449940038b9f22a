"""The table on the terminal, and the document with the query plans."""

from collections.abc import Iterator, Mapping
from typing import Any

from bench.compare import ratios
from bench.figures import Row
from bench.growth import growth
from bench.machine import line

# The columns of the table, from figure to heading; whatever else a row has stands at its end in words.
COLUMNS = {
    "rate_per_s": "/s",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "p99_ms": "p99 ms",
    "server_p95_ms": "server p95",
    "sql": "SQL",
    "sql_most": "most",
    "web_cpu_ms": "web CPU",
    "db_cpu_ms": "db CPU",
}
# In the JSON alone.
QUIET = frozenset({"server_p50_ms"})
SIGNS = {"kept": "✓", "missed": "✗", "": " "}
WIDTH = 46


def text(found: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> str:
    """One table for each size of base; with `before` the ratios to that run below the figures."""
    lines = [
        line(found["machine"]),
        f"each load {found['seconds']:g} s after {found['warm_up']:g} s of warm-up; CPU in "
        "milliseconds per call; ✓ kept, ✗ missed",
    ]
    for base in found["bases"]:
        lines += ["", _title(base), _heading()]
        for row in rows_of(base):
            lines += _row(row)
            lines += [f"{'':2}{'':{WIDTH}} {said}" for said in _ratio_line(base["cases"], row, before)]
    for cases, rows in growth(found["bases"]).items():
        lines += ["", f"{cases:,} cases beside the smallest base, times as much", _heading()]
        lines += [said for row in rows for said in _row(row)]
    return "\n".join(lines)


def document(found: Mapping[str, Any]) -> str:
    """Markdown: the table, then every plan."""
    parts = ["# Bench", f"\n{found['at']}\n", "```", text(found), "```"]
    for base in found["bases"]:
        parts += [f"\n## Plans at {base['cases']:,} cases"]
        for plan in base["plans"]:
            parts += [f"\n### {plan['title']}\n", "```", plan["text"], "```"]
    return "\n".join(parts) + "\n"


def rows_of(base: Mapping[str, Any]) -> Iterator[Row]:
    return map(Row.from_json, base["rows"])


def is_anything_missed(found: Mapping[str, Any]) -> bool:
    measured = [row for base in found["bases"] for row in rows_of(base)]
    grown = [row for rows in growth(found["bases"]).values() for row in rows]
    return any(row.verdict == "missed" for row in [*measured, *grown])


def _title(base: Mapping[str, Any]) -> str:
    return f"{base['cases']:,} cases (seeded in {base['seed_seconds']:.0f} s)"


def _heading() -> str:
    return f"{'':2}{'':{WIDTH}} " + " ".join(f"{heading:>10}" for heading in COLUMNS.values()) + "  budget"


def _row(row: Row) -> list[str]:
    cells = " ".join(f"{number(row.figures.get(figure)):>10}" for figure in COLUMNS)
    budget = ", ".join(map(str, row.budget))
    # Chinese characters are two columns wide; without the padding the table would not stand.
    wide = sum(ord(letter) > 0x2E80 for letter in row.name)
    lines = [f"{SIGNS[row.verdict]:2}{row.name:{max(WIDTH - wide, 1)}} {cells}  {budget}".rstrip()]
    others = [f"{name} {number(value)}" for name, value in row.figures.items() if name not in COLUMNS.keys() | QUIET]
    if said := ", ".join([*others, *filter(None, [row.note])]):
        lines.append(f"    {said}")
    return lines


def _ratio_line(cases: int, row: Row, before: Mapping[str, Any] | None) -> list[str]:
    found = ratios(cases, row, before) if before else {}
    if not found:
        return []
    cells = " ".join(f"{'×' + format(found[f], '.2f') if f in found else '':>10}" for f in COLUMNS)
    others = ", ".join(f"{name} ×{value:.2f}" for name, value in found.items() if name not in COLUMNS)
    return [f"{cells}  {others}".rstrip()]


def number(value: float | None) -> str:
    """Three figures that matter, never more digits than that says."""
    if value is None:
        return ""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
