"""A whistle's script: what is called for and, line by line, what everybody did when.

A line is `WHEN VERB [WHO] [WORDS…]`. WHEN counts from the blow: `25`, `1h30`, `3d2h`; `20..55` is a moment in between,
another for each. WHO is a department's code, several with commas, or `*` for all that are called, `*-D22` without one.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from command_center.demo.chance import Dice
from command_center.demo.matters import TEXTS
from kernel.times import SHANGHAI, local_date

_SPAN = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(\d+)?")
# What is done to the whistle itself names no department.
OF_THE_WHISTLE = frozenset({"return", "cancel", "suspend", "resume", "stand_down_all", "close"})


@dataclass(frozen=True, slots=True)
class Act:
    """One line for one department, or for the whistle itself (`code` empty)."""

    at: datetime
    verb: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Script:
    """`ago` is how long before the present it was blown, `clock` at what time of that day, if not at any. `calls` are
    duties by the department's code. `repeats` is the key of an earlier one. `of_a_case`: it is about an open case, and
    its `office` is the street that handles it."""

    key: str
    kind: str
    matter: str
    ago: str
    calls: dict[str, str]
    lines: Sequence[str]
    office: str = ""
    clock: str = ""
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    category: str = ""
    details: str = ""
    repeats: str = ""
    arrive: str = ""
    finish: str = ""
    of_a_case: bool = False

    def blown_at(self, until: datetime) -> datetime:
        began = until - span(self.ago)
        return datetime.combine(local_date(began), time.fromisoformat(self.clock), SHANGHAI) if self.clock else began

    def acts(self, *, blown_at: datetime, chance: Dice) -> list[Act]:
        """In the order of their times; of one time in the order of the lines."""
        found = [act for line in self.lines for act in self._acts(line, blown_at, chance)]
        return sorted(found, key=lambda act: act.at)

    def _acts(self, line: str, blown_at: datetime, chance: Dice) -> Iterator[Act]:
        when, verb, *rest = line.split(maxsplit=2)
        said = rest[0] if rest else ""
        who, _blank, words = ("", "", said) if verb in OF_THE_WHISTLE else said.partition(" ")
        for code in self._codes(who):
            yield Act(blown_at + _moment(when, chance), verb, code, words)

    def _codes(self, who: str) -> list[str]:
        if not who.startswith("*"):
            return who.split(",")
        left_out = who.split("-")[1:]
        return [code for code in self.calls if code not in left_out]


@cache
def scripts() -> tuple[Script, ...]:
    """In the order of the file."""
    rows: list[dict[str, Any]] = tomllib.loads((TEXTS / "whistles.toml").read_text(encoding="utf-8"))["whistle"]
    return tuple(Script(**row) for row in rows)


def span(text: str) -> timedelta:
    """ "3d2h15" """
    found = _SPAN.fullmatch(text)
    if found is None or not text:
        raise ValueError(text)
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def _moment(when: str, chance: Dice) -> timedelta:
    first, _dots, last = when.partition("..")
    if not last:
        return span(first)
    since, until = span(first), span(last)
    return timedelta(seconds=round(chance.uniform(since.total_seconds(), until.total_seconds())))
