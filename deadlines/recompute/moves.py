"""Which clocks of a batch move under other rules, and from where to where."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from deadlines.clocks.rows import pauses_of
from deadlines.models import Clock
from deadlines.recompute.standing import Decided, Standing, recount, standing_of
from deadlines.rules import TimeRules
from kernel.errors import CenterError
from organizations.models import Organization

log = logging.getLogger(__name__)

Decide: TypeAlias = Callable[[Sequence[Clock]], Mapping[int, Decided]]
"""The limits that now hold, by clock; who is left out keeps the limit it has."""


@dataclass(frozen=True, slots=True)
class Move:
    """A clock that stands elsewhere under the new rules; `clock` already carries what holds `after`."""

    clock: Clock
    before: Standing
    after: Standing

    @property
    def is_due_moved(self) -> bool:
        return self.before.due_at != self.after.due_at

    @property
    def is_seen(self) -> bool:
        """Whether people see the difference: a later alarm alone is the system's own affair."""
        return self.before[:2] != self.after[:2] or self.before.is_provisional != self.after.is_provisional


@dataclass(frozen=True, slots=True)
class Moves:
    """What moves of a batch, and which clocks could not be counted (by id, with the reason)."""

    moves: list[Move]
    failed: dict[int, str]


def as_they_are(clocks: Sequence[Clock]) -> Mapping[int, Decided]:
    """Every clock keeps its limit."""
    return {}


def moves_of(clock_model: type[Clock], clocks: Sequence[Clock], *, rules: TimeRules, decide: Decide) -> Moves:
    """Counts these live clocks anew, in memory. One that cannot be counted is left as it is and named."""
    pauses, decided = pauses_of(clock_model, [c.pk for c in clocks]), decide(clocks)
    found = Moves([], {})
    for clock in clocks:
        before = standing_of(clock)
        try:
            recount(clock, rules, pauses.get(clock.pk, ()), decided.get(clock.pk))
        except (CenterError, OverflowError) as error:
            log.warning("clock %s of %s cannot be counted: %s", clock.pk, clock_model._meta.label, error)
            found.failed[clock.pk] = str(error)
            continue
        after = standing_of(clock)
        if after != before:
            found.moves.append(Move(clock, before, after))
    return found


class Holders:
    """The holders of many clocks, read once: a thousand clocks have a dozen holders."""

    def __init__(self) -> None:
        self._known: dict[int, Organization] = {}

    def give(self, clocks: Sequence[Clock]) -> None:
        """Sets `clock.holder` without asking for each."""
        missing = {c.holder_id for c in clocks} - self._known.keys()
        if missing:
            self._known |= Organization.objects.in_bulk(missing)
        for clock in clocks:
            clock.holder = self._known[clock.holder_id]
