"""Moving the clocks of one batch: a transaction of the caller's, a constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import ForeignKey

from deadlines.models import Clock
from deadlines.recompute.followers import Facts, decider, follower_of
from deadlines.recompute.moves import Holders, Moves, moves_of
from deadlines.recompute.writing import write_moves
from deadlines.rules import current_rules
from deadlines.states import LIVE


@dataclass(frozen=True, slots=True)
class Batch:
    """Which clocks, for which job, and what the change carries."""

    clock_model: type[Clock]
    ids: Sequence[int]
    job_id: int
    facts: Mapping[str, Facts]


def recompute_batch(batch: Batch, holders: Holders, *, now: datetime, wait: bool = False) -> tuple[Moves, list[int]]:
    """Moves these clocks to where the rules in force put them; what their subjects' app writes is written with it.

    Lock order as everywhere: subjects, then clocks. Subjects that somebody else is working on are not waited for:
    their clocks are handed back, to be asked for one at a time with `wait`, so that no two batches ever hold what the
    other needs.
    """
    clock_model = batch.clock_model
    mine = _lock_subjects(clock_model, batch.ids, wait=wait)
    clocks = _read_again(clock_model, mine)
    holders.give(clocks)
    found = moves_of(clock_model, clocks, rules=current_rules(), decide=decider(clock_model, batch.facts))
    if found.moves:
        write_moves(clock_model, found.moves, job_id=batch.job_id, now=now)
        follower_of(clock_model).on_moves(found.moves, now)
    return found, sorted(set(batch.ids) - set(mine))


def _lock_subjects(clock_model: type[Clock], ids: Sequence[int], *, wait: bool) -> list[int]:
    subject = clock_model.subject_field
    key = cast(ForeignKey, clock_model._meta.get_field(subject)).target_field.name
    rows = clock_model._default_manager.filter(pk__in=ids).select_related(subject).order_by(subject)
    rows = rows.select_for_update(of=(subject,), skip_locked=not wait).only("pk", f"{subject}__{key}")
    return [row.pk for row in rows]


def _read_again(clock_model: type[Clock], ids: Sequence[int]) -> list[Clock]:
    """As they are under the lock, with their subjects; without those that were stopped meanwhile."""
    rows = clock_model._default_manager.filter(pk__in=ids, state__in=LIVE)
    rows = rows.select_related(clock_model.subject_field).select_for_update(of=("self",))
    return list(rows.order_by("pk"))
