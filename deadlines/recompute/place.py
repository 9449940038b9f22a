"""How far a recomputation has come: kept with the job after every batch, in the batch's own transaction."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from deadlines.recompute.moves import Moves
from deadlines.recompute.tally import Tally

_NAMED_FAILURES = 20


@dataclass(slots=True)
class Place:
    """`look` numbers the looks at the tables, `after` is the last clock of the present one that is behind us, `left`
    are clocks before it that are still to be done."""

    look: int = 0
    after: int = 0
    left: list[int] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    failures: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Place":
        """From a job's checkpoint; a fresh job has an empty one."""
        return cls(**{**kept, "left": list(kept["left"]), "tally": Tally(**kept["tally"])}) if kept else cls()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def begin(self, look: int) -> None:
        """The look with this number; one that was interrupted goes on."""
        if look != self.look:
            self.look, self.after, self.left = look, 0, []

    def counted(self, found: Moves, *, looked: int, now: datetime) -> None:
        self.tally.looked += looked
        self.tally.add(found.moves, now=now)

    def failed(self, failures: Mapping[int, str], *, label: str, is_first: bool) -> None:
        """Counts the clocks that stay as they were and names the first of them, each once however often it is tried."""
        told = [f"{label} {pk}: {reason}" for pk, reason in failures.items()]
        self.tally.failed += len(told) if is_first else 0
        self.failures += [one for one in told if one not in self.failures][: _NAMED_FAILURES - len(self.failures)]
