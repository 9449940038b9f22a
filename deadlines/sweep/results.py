"""What a sweep hands to the calling app and what it tells about itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from deadlines.models import Clock
from deadlines.recipients import Recipient


@dataclass(frozen=True, slots=True)
class Fired:
    """One rung of one clock, claimed in this transaction: whoever is handed it acts on it.

    `due_at` is the rung's true due time, however late it was claimed. After an outage several rungs of a clock come at
    once; only the one with `is_highest` sends a notice. `clock` has its holder loaded; what of the subject is needed,
    whoever is handed the rungs reads for all of them.
    """

    clock: Clock
    rung_number: int
    action: str
    name: str
    due_at: datetime
    term: int
    is_highest: bool
    recipients: tuple[Recipient, ...] = ()


OnRungs: TypeAlias = Callable[[Sequence[Fired]], None]


@dataclass(frozen=True, slots=True)
class SweepResult:
    """Clocks claimed, rungs fired, clocks pushed forward as failing, batches, and how long the oldest had waited."""

    claimed: int = 0
    rows_fired: int = 0
    failed: int = 0
    batches: int = 0
    lag_seconds: float = 0.0
