"""One beat of the sweep over one clock table."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db import transaction

from deadlines.models import Clock
from deadlines.rules import TimeRules, current_rules
from deadlines.sweep.claim import Place, claim, due_clocks, read_again
from deadlines.sweep.failure import push_forward
from deadlines.sweep.fire import fire
from deadlines.sweep.record import record
from deadlines.sweep.results import OnRungs, SweepResult

log = logging.getLogger(__name__)


def sweep(
    clock_model: type[Clock],
    on_rungs: OnRungs,
    *,
    now: datetime,
    batch: int = 500,
    limit_seconds: float = 12.0,
    worker: str = "",
) -> SweepResult:
    """Fires every rung that has fallen due; `on_rungs` writes what follows from them in the same transaction.

    Not to be called inside a transaction: each batch is one. A batch that fails is undone and its clocks are tried one
    by one, in a transaction each, so that only the bad one is left out. Every clock is seen once in a sweep; whatever
    was locked, or is left when `limit_seconds` are over, is for the next beat.
    """
    began = monotonic()
    run = _Run(clock_model, on_rungs, now, batch, current_rules())
    oldest: datetime | None = None
    claimed = rows_fired = failed = batches = 0
    for done in run.batches():
        oldest = oldest or done.oldest
        claimed, rows_fired, failed = claimed + done.claimed, rows_fired + done.fired, failed + done.failed
        batches += 1
        if monotonic() - began > limit_seconds:
            break
    lag = (now - oldest).total_seconds() if oldest else 0.0
    result = SweepResult(claimed, rows_fired, failed, batches, lag)
    record(clock_model, result, now=now, took_seconds=monotonic() - began, oldest_due_at=oldest, worker=worker)
    return result


@dataclass(frozen=True, slots=True)
class _Done:
    """One batch: where it began, and what came of it."""

    oldest: datetime
    claimed: int
    fired: int
    failed: int = 0


@dataclass(frozen=True, slots=True)
class _Run:
    clock_model: type[Clock]
    on_rungs: OnRungs
    now: datetime
    batch: int
    rules: TimeRules

    def batches(self) -> Iterator[_Done]:
        after: Place | None = None
        while True:
            places: list[Place] = []
            try:
                with transaction.atomic():
                    due = due_clocks(self.clock_model, now=self.now, after=after)
                    places += claim(self.clock_model, due, limit=self.batch)
                    claimed, fired = self._act(places)
                done = _Done(places[0].next_alarm_at, claimed, fired) if places else None
            except Exception:
                if not places:
                    raise
                log.exception("sweep: a batch of %s clocks failed, trying them one by one", len(places))
                done = self._one_by_one(places)
            if done is None:
                return
            yield done
            after = places[-1]

    def _act(self, places: list[Place]) -> tuple[int, int]:
        """Clocks still due and rungs fired, of those whose subjects are locked."""
        clocks = read_again(self.clock_model, [p.id for p in places], now=self.now) if places else []
        if not clocks:
            return 0, 0
        fired = fire(self.clock_model, clocks, now=self.now, rules=self.rules)
        if fired:
            self.on_rungs(fired)
        return len(clocks), len(fired)

    def _one_by_one(self, places: list[Place]) -> _Done:
        claimed = fired = failed = 0
        for place in places:
            try:
                with transaction.atomic():
                    due = due_clocks(self.clock_model, now=self.now).filter(pk=place.id)
                    one, rungs = self._act(claim(self.clock_model, due, limit=1))
                claimed, fired = claimed + one, fired + rungs
            except Exception as error:
                log.exception("sweep: clock %s of %s pushed forward", place.id, self.clock_model._meta.label)
                push_forward(self.clock_model, place.id, error, now=self.now)
                failed += 1
        return _Done(places[0].next_alarm_at, claimed, fired, failed)
