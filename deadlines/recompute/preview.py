"""What a change of the rules would do to the running clocks, before it is made."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from deadlines.models import Clock
from deadlines.recompute.followers import Facts, decider
from deadlines.recompute.moves import Decide, Holders, Move, moves_of
from deadlines.recompute.reading import live_clocks, live_count
from deadlines.recompute.tally import Tally
from deadlines.registry import clock_models
from deadlines.rules import TimeRules

# As long as somebody may be let wait for a page; the job counts all clocks that are left out.
LONGEST_SECONDS = 12.0
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Group:
    """Clocks of one kind and one holder that move."""

    table: str
    kind: str
    holder: str
    moved: int


@dataclass(slots=True)
class Preview:
    """Figures over all clocks that were looked at, and the first moves in full, with their subjects."""

    live: int = 0
    tally: Tally = field(default_factory=Tally)
    shown: list[Move] = field(default_factory=list)
    groups: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    holders: Holders = field(default_factory=Holders, repr=False)

    @property
    def is_partial(self) -> bool:
        return self.tally.looked < self.live

    @property
    def not_looked_at(self) -> int:
        return max(self.live - self.tally.looked, 0)

    @property
    def not_shown(self) -> int:
        return self.tally.moved - len(self.shown)

    def largest_groups(self) -> list[Group]:
        return [Group(*key, moved=n) for key, n in self.groups.most_common(SHOWN)]


def preview(
    rules: TimeRules,
    *,
    facts: Mapping[str, Facts],
    now: datetime,
    limit_seconds: float = LONGEST_SECONDS,
    shown: int = SHOWN,
) -> Preview:
    """Counts the live clocks by rules that are not yet in force; reads, locks nothing, writes nothing."""
    found, until = Preview(), monotonic() + limit_seconds
    for clock_model in clock_models():
        found.live += live_count(clock_model)
        decide = decider(clock_model, facts)
        for clocks in live_clocks(clock_model):
            if monotonic() > until:
                break
            _look_at(clocks, found, rules, decide, now=now, shown=shown)
    _load_subjects(found.shown)
    return found


def _look_at(
    clocks: Sequence[Clock], found: Preview, rules: TimeRules, decide: Decide, *, now: datetime, shown: int
) -> None:
    clock_model = type(clocks[0])
    found.holders.give(clocks)
    done = moves_of(clock_model, clocks, rules=rules, decide=decide)
    found.tally.looked += len(clocks)
    found.tally.failed += len(done.failed)
    found.tally.add(done.moves, now=now)
    found.shown += done.moves[: max(shown - len(found.shown), 0)]
    table = str(clock_model._meta.verbose_name)
    found.groups.update((table, m.clock.kind_name, m.clock.holder.short_name) for m in done.moves)


def _load_subjects(moves: Sequence[Move]) -> None:
    """The subjects of the few that are shown, a query a table."""
    for clock_model in {type(move.clock) for move in moves}:
        name = clock_model.subject_field
        own = [move.clock for move in moves if type(move.clock) is clock_model]
        subjects = clock_model._default_manager.filter(pk__in=[c.pk for c in own]).select_related(name).in_bulk()
        for clock in own:
            setattr(clock, name, getattr(subjects[clock.pk], name))
