"""How many clocks move, and which way: the same figures for the preview and for the job that follows it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from deadlines.recompute.moves import Move


@dataclass(slots=True)
class Tally:
    """`later` and `earlier` by the due time; `other` keep it and change in warning, alarm, limit or certainty alone.
    `overdue` of the `earlier` are past their new due time already; `failed` could not be counted."""

    looked: int = 0
    later: int = 0
    earlier: int = 0
    other: int = 0
    overdue: int = 0
    failed: int = 0

    @property
    def moved(self) -> int:
        return self.later + self.earlier + self.other

    def add(self, moves: Iterable[Move], *, now: datetime) -> None:
        for move in moves:
            before, after = move.before.due_at, move.after.due_at
            if after == before:
                self.other += 1
            elif after > before:
                self.later += 1
            else:
                self.earlier += 1
                self.overdue += after < now <= before

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
