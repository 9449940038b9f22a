"""The recomputation as a job: found by the worker, in batches, going on where a killed worker left off."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from deadlines.models import RECOMPUTE, Clock
from deadlines.recompute.batch import Batch, recompute_batch
from deadlines.recompute.followers import Facts
from deadlines.recompute.moves import Holders
from deadlines.recompute.place import Place
from deadlines.recompute.reading import live_count, live_ids, oldest_open_transaction
from deadlines.recompute.waiting import wait_for_open_transactions
from deadlines.registry import clock_models
from foundation.actions.start_job import start_job
from foundation.jobs import Progress
from foundation.models import Job
from kernel.actors import Actor

log = logging.getLogger(__name__)
BATCH = 500


def start_recompute(*, title: str, facts: Mapping[str, Facts] | None = None, actor: Actor, now: datetime) -> Job:
    """Writes down that all running clocks are to be counted anew; call it in the transaction that changes the rules,
    so that there is no change without its recomputation. `facts`, by clock table, tell what became of limits."""
    options = {"facts": dict(facts or {}), "since": oldest_open_transaction()}
    return start_job(RECOMPUTE, title=title, options=options, actor=actor, now=now)


def run(job: Job, progress: Progress) -> Mapping[str, Any]:
    """Every live clock of every table, then once more those written since the change: an action that had read the old
    rules may have written its clock behind the first look, and may have committed only after it, which is waited for.
    Done twice it changes nothing."""
    tables = sorted(clock_models(), key=lambda model: model._meta.label)
    looks = [(table, since) for since in (None, job.options["since"]) for table in tables]
    progress(Place.read(job.checkpoint).tally.looked, sum(live_count(table) for table in tables))
    work = _Work(job, progress)
    for number in range(work.place.look, len(looks)):
        if number == len(tables):  # before the second looks
            wait_for_open_transactions()
        work.place.begin(number)
        work.look(*looks[number])
    return {**work.place.tally.as_json(), "failures": work.place.failures}


class _Work:
    """One attempt at the job: its place, and the holders it has met."""

    def __init__(self, job: Job, progress: Progress) -> None:
        self.job, self.progress = job, progress
        self.place = Place.read(job.checkpoint)
        self.holders = Holders()

    def look(self, clock_model: type[Clock], since: str | None) -> None:
        """One look at one table, from the place on."""
        self._one_by_one(clock_model, is_first=since is None)
        while ids := live_ids(clock_model, after=self.place.after, limit=BATCH, since=since):
            if self._attempt(clock_model, ids, after=ids[-1], rest=[], is_first=since is None) is not None:
                self.place.after, self.place.left = ids[-1], ids
            self._one_by_one(clock_model, is_first=since is None)

    def _one_by_one(self, clock_model: type[Clock], *, is_first: bool) -> None:
        """Clocks whose subjects were busy, and those of a batch that failed: who waits for a lock holds no other."""
        while self.place.left:
            one, *rest = self.place.left
            error = self._attempt(clock_model, [one], after=self.place.after, rest=rest, is_first=is_first, wait=True)
            if error is not None:
                self.place.failed({one: type(error).__name__}, label=clock_model._meta.label, is_first=is_first)
                self.place.left = rest
                self._keep()

    def _attempt(
        self,
        clock_model: type[Clock],
        ids: Sequence[int],
        *,
        after: int,
        rest: Sequence[int],
        is_first: bool,
        wait: bool = False,
    ) -> Exception | None:
        """One transaction: the clocks, what follows from them, and the place. What fails is undone and handed back."""
        kept = self.place.as_json()
        try:
            with transaction.atomic():
                busy = self._recompute(clock_model, ids, is_first=is_first, wait=wait)
                self.place.after, self.place.left = after, [*busy, *rest]
                self._keep()
        except (OperationalError, InterfaceError):
            raise  # the database was away: the job is taken up again at its place
        except Exception as error:
            log.exception("recompute: %s clocks of %s failed", len(ids), clock_model._meta.label)
            self.place = Place.read(kept)
            return error
        return None

    def _recompute(self, clock_model: type[Clock], ids: Sequence[int], *, is_first: bool, wait: bool) -> list[int]:
        now = self.progress.now()
        batch = Batch(clock_model, ids, self.job.pk, self.job.options["facts"])
        found, busy = recompute_batch(batch, self.holders, now=now, wait=wait)
        looked = len(ids) - len(busy) if is_first else 0
        self.place.counted(found, looked=looked, now=now)
        self.place.failed(found.failed, label=clock_model._meta.label, is_first=is_first)
        return busy

    def _keep(self) -> None:
        self.progress.checkpoint(self.place.as_json(), done=self.place.tally.looked)
