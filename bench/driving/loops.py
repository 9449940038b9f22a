"""The two kinds of load. A *flow* is what one client does in one turn; turns are numbered over all clients."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from bench.driving.caller import Caller


class NothingLeft(Exception):
    """Raised by a flow whose turn has nothing to work on: its client stops."""


class Flow(Protocol):
    def __call__(self, caller: Caller, turn: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Share:
    """Which of all clients this process plays: turns `index`, `index + of`, …"""

    index: int
    of: int

    def turns(self) -> Iterator[int]:
        return itertools.count(self.index, self.of)


def closed_loop(
    flow: Flow, caller: Caller, *, share: Share, until: float, clock: Callable[[], float] = time.monotonic
) -> None:
    """Turn after turn without a pause: the load follows the server, and says how much it can do."""
    try:
        for turn in share.turns():
            if clock() >= until:
                return
            flow(caller, turn)
    except NothingLeft:
        return


@dataclass
class Arrivals:
    """The timetable of an open loop, shared by its threads: arrival n is due at `start + n / rate`, come what may."""

    start: float
    rate: float
    until: float
    share: Share
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _turns: Iterator[int] = field(init=False)

    def __post_init__(self) -> None:
        self._turns = self.share.turns()

    def take(self) -> tuple[int, float] | None:
        """The next turn and when it is due; None when the timetable has ended."""
        with self._lock:
            turn = next(self._turns)
        due = self.start + turn / self.rate
        return (turn, due) if due < self.until else None


def open_loop(
    flow: Flow,
    caller: Caller,
    arrivals: Arrivals,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Arrivals at their times whatever the server does. A client that comes late to one because the call before took
    so long starts it at once, and the sample still counts from when it was due."""
    try:
        while (arrival := arrivals.take()) is not None:
            turn, due = arrival
            if (wait := due - clock()) > 0:
                sleep(wait)
            caller.intended = due
            flow(caller, turn)
    except NothingLeft:
        return
