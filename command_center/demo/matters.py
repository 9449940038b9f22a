"""What people call about: templates of texts, kept as TOML beside the code."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Matter:
    """One thing to call about. `category` is of the hotline tree, `grid` of the grid's events (with `seen`, in the
    words of an inspector). Each of `what` has its headline in `topics`. `months` multiplies the weight in some
    months; `setting` says what kind of place it needs."""

    key: str
    category: str
    setting: str
    weight: float
    kinds: Mapping[str, float]
    urgencies: Mapping[str, float]
    topics: Sequence[str]
    what: Sequence[str]
    details: Sequence[str]
    grid: str = ""
    seen: Sequence[str] = ()
    months: Mapping[str, float] = field(default_factory=dict)

    def weight_in(self, month: int) -> float:
        return self.weight * self.months.get(str(month), 1.0)


@dataclass(frozen=True)
class Phrases:
    """What any caller may say, whatever the matter."""

    openers: Sequence[str]
    durations: Sequence[str]
    tried: Sequence[str]
    wishes: Sequence[str]
    finders: Sequence[str]
    finder_ends: Sequence[str]


@cache
def matters() -> tuple[Matter, ...]:
    """All templates, in the order of the files."""
    files = sorted((TEXTS / "matters").glob("*.toml"))
    return tuple(Matter(**row) for path in files for row in _read(path)["matter"])


@cache
def phrases() -> Phrases:
    return Phrases(**_read(TEXTS / "common.toml"))


@cache
def answers() -> Mapping[str, Sequence[str]]:
    """What units, the centre and requesters say on the way: lists by the occasion."""
    return _read(TEXTS / "answers.toml")


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
