"""时限改了，运行中的时钟随之."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cases.models import CaseClock
from cases.queries.rulebook import Rulebook, current_rulebook
from cases.rules.standards import LimitsChange
from deadlines.recompute.job import start_recompute
from foundation.models import Job
from kernel.actors import Actor


def start_following(before: Rulebook, *, title: str, actor: Actor, now: datetime) -> Job | None:
    """Standards or limits were written since `before`: the clocks that followed them will, by a job of the same
    transaction. None when no limit is another than before."""
    change = LimitsChange.between(before.limits, current_rulebook().limits)
    if not change.keys:
        return None
    return start_recompute(title=title, facts=facts_of(change, is_planned=False), actor=actor, now=now)


def facts_of(change: LimitsChange, *, is_planned: bool) -> Mapping[str, Mapping[str, Any]]:
    """What a recomputation is told of the change, for the clock table that it concerns."""
    return {CaseClock._meta.label: change.as_json(is_planned=is_planned)}
