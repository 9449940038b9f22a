"""One line of the report: what was measured, in figures with names, beside what it may cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import ge, le
from typing import Any


@dataclass(frozen=True, slots=True)
class Limit:
    """A budget of docs/bench.md: this figure is to be at least, or at most, so much."""

    figure: str
    sign: str
    value: float

    def __str__(self) -> str:
        return f"{self.figure} {self.sign} {self.value:g}"

    def is_kept(self, figures: Mapping[str, float]) -> bool:
        measured = figures.get(self.figure)
        return measured is not None and (ge if self.sign == "≥" else le)(measured, self.value)


def at_least(figure: str, value: float) -> Limit:
    return Limit(figure, "≥", value)


def at_most(figure: str, value: float) -> Limit:
    return Limit(figure, "≤", value)


@dataclass(frozen=True, slots=True)
class Row:
    """`figures` by name with the unit at its end (`p95_ms`, `rate_per_s`); `budget` may hold several limits."""

    name: str
    figures: Mapping[str, float]
    budget: Sequence[Limit] = field(default_factory=tuple)
    note: str = ""

    @property
    def verdict(self) -> str:
        """`kept`, `missed`, or empty without a budget. What went wrong while it was measured is never kept."""
        if self.figures.get("errors"):
            return "missed"
        if not self.budget:
            return ""
        return "kept" if all(limit.is_kept(self.figures) for limit in self.budget) else "missed"

    def as_json(self) -> dict[str, Any]:
        budget = [[limit.figure, limit.sign, limit.value] for limit in self.budget]
        return {"name": self.name, "figures": dict(self.figures), "budget": budget, "note": self.note}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Row":
        budget = tuple(Limit(*limit) for limit in found["budget"])
        return cls(found["name"], found["figures"], budget, found.get("note", ""))
