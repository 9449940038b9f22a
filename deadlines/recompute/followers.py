"""What an app above has to say when its clocks move: told by the app itself, when it is ready.

deadlines knows no case: whoever keeps columns that mirror a clock, or decides how long its limit is, registers here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from deadlines.models import Clock
from deadlines.recompute.moves import Decide, Move, as_they_are

Facts: TypeAlias = Mapping[str, Any]


def _nothing(moves: Sequence[Move], now: datetime) -> None:
    """Nobody mirrors these clocks."""


@dataclass(frozen=True, slots=True)
class Follower:
    """`on_moves` writes what follows from clocks that have moved, in the transaction that moves them and under the
    lock of their subjects. `decide` makes, from the facts of a change, who says which limit holds now; it is asked
    only about changes that carry facts for this clock table."""

    on_moves: Callable[[Sequence[Move], datetime], None] = field(default=_nothing)
    decide: Callable[[Facts], Decide] = field(default=lambda _facts: as_they_are)


_followers: dict[type[Clock], Follower] = {}


def follow(clock_model: type[Clock], follower: Follower) -> None:
    """Called by an app's `ready()`; two for one table is a fault of the program."""
    if _followers.setdefault(clock_model, follower) != follower:
        raise ValueError(f"two followers of {clock_model.__name__}")


def follower_of(clock_model: type[Clock]) -> Follower:
    return _followers.get(clock_model, Follower())


def decider(clock_model: type[Clock], facts: Mapping[str, Facts]) -> Decide:
    """Who decides on the limits of this table's clocks, of all that a change carries (by the table's label)."""
    own = facts.get(clock_model._meta.label)
    return follower_of(clock_model).decide(own) if own is not None else as_they_are
