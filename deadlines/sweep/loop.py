"""One beat of the sweep over one clock table."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from traceback import format_tb

from django.db import transaction

from deadlines.models import Clock
from deadlines.rules import current_rules
from deadlines.sweep.claim import Place, claim, due_clocks, read_again
from deadlines.sweep.failure import describe, push_forward
from deadlines.sweep.fire import fire
from deadlines.sweep.record import record
from deadlines.sweep.results import OnRungs, SweepResult

log = logging.getLogger(__name__)
# A failed batch is looked through in pieces of so many clocks: most of them hold no bad one and cost a few statements.
PIECE = 25
# What failed has this share of the time for itself, however much else is due.
SHARE_OF_FAILED = 1 / 3


def sweep(
    clock_model: type[Clock],
    on_rungs: OnRungs,
    *,
    now: datetime,
    batch: int = 500,
    limit_seconds: float = 12.0,
    worker: str = "",
    when_full: Callable[[], None] | None = None,
) -> SweepResult:
    """Fires every rung that has fallen due; `on_rungs` writes what follows from them in the same transaction.

    Not to be called inside a transaction: each batch is one. A batch that fails is undone and put aside; when the
    others have had their turn it is looked through in pieces, and a failing piece clock by clock, in a transaction
    each, so that only the bad one is left out and nothing waits for it. Every clock is seen once in a sweep; whatever
    was locked, or is left when `limit_seconds` are over, is for the next beat. The first batch that is full says
    `when_full`, once: others may sweep at the same time, each takes what nobody else has.
    """
    began = monotonic()
    run = _Run(clock_model, on_rungs, now, batch, when_full)
    done = _Done()
    for one in run.batches():
        done.add(one)
        if monotonic() - began > limit_seconds * (1 - SHARE_OF_FAILED if run.put_aside else 1):
            break
    for one in run.failed_again():
        done.add(one)
        if monotonic() - began > limit_seconds:
            break
    lag = (now - done.oldest).total_seconds() if done.oldest else 0.0
    result = SweepResult(done.claimed, done.fired, done.failed, done.batches, lag)
    took = monotonic() - began
    record(clock_model, result, now=now, took_seconds=took, oldest_due_at=done.oldest, worker=worker)
    return result


@dataclass(slots=True)
class _Done:
    """What came of one batch, or of all: where it began, clocks still due, rungs fired, clocks pushed forward."""

    oldest: datetime | None = None
    claimed: int = 0
    fired: int = 0
    failed: int = 0
    batches: int = 0

    def add(self, other: "_Done") -> None:
        self.oldest = self.oldest or other.oldest
        self.claimed += other.claimed
        self.fired += other.fired
        self.failed += other.failed
        self.batches += other.batches


@dataclass(frozen=True, slots=True)
class _Run:
    clock_model: type[Clock]
    on_rungs: OnRungs
    now: datetime
    batch: int
    when_full: Callable[[], None] | None = None
    put_aside: list[list[Place]] = field(default_factory=list)

    def batches(self) -> Iterator[_Done]:
        """Oldest alarm first; a batch that fails is put aside."""
        after: Place | None = None
        while True:
            places: list[Place] = []
            claimed = fired = 0
            try:
                with transaction.atomic():
                    due = due_clocks(self.clock_model, now=self.now, after=after)
                    places += claim(self.clock_model, due, limit=self.batch)
                    claimed, fired = self._act(places)
            except Exception as error:
                if not places:
                    raise
                # The frames without the last line: the message of a database error quotes rows.
                words = "".join(format_tb(error.__traceback__)) + describe(error)
                log.error("sweep: a batch of %s clocks failed and is put aside\n%s", len(places), words)
                self.put_aside.append(places)
            if not places:
                return
            if after is None and len(places) == self.batch and self.when_full is not None:
                self.when_full()
            yield _Done(places[0].next_alarm_at, claimed, fired, batches=1)
            after = places[-1]

    def failed_again(self) -> Iterator[_Done]:
        """What was put aside, piece by piece, and a failing piece clock by clock."""
        for places in self.put_aside:
            for begin in range(0, len(places), PIECE):
                piece = places[begin : begin + PIECE]
                try:
                    yield self._together(piece)
                except Exception:  # which of them it was will be found and logged
                    yield from map(self._alone, piece)

    def _together(self, piece: Sequence[Place]) -> _Done:
        with transaction.atomic():
            due = due_clocks(self.clock_model, now=self.now).filter(pk__in=[place.id for place in piece])
            return _Done(None, *self._act(claim(self.clock_model, due, limit=len(piece))))

    def _alone(self, place: Place) -> _Done:
        try:
            return self._together([place])
        except Exception as error:
            words = describe(error)
            log.error("sweep: clock %s of %s pushed forward: %s", place.id, self.clock_model._meta.label, words)
            push_forward(self.clock_model, place.id, error, now=self.now)
            return _Done(failed=1)

    def _act(self, places: Sequence[Place]) -> tuple[int, int]:
        """Clocks still due and rungs fired, of those whose subjects are locked; the rules are asked for under the
        lock, so that what a change of rules did not recompute yet is never placed by the old ones after it."""
        clocks = read_again(self.clock_model, [p.id for p in places], now=self.now) if places else []
        if not clocks:
            return 0, 0
        fired = fire(self.clock_model, clocks, now=self.now, rules=current_rules())
        if fired:
            self.on_rungs(fired)
        return len(clocks), len(fired)
