"""One batch of drafts: what is new comes in, what is known stays or changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cases.imports.arrivals import Arrival, arriving
from cases.imports.changing import change
from cases.imports.drafts import Draft, Refusal
from cases.imports.past import remembered
from cases.imports.results import Tally
from cases.imports.standing import Standing, standing
from cases.imports.surroundings import Surroundings
from cases.imports.writing import write
from kernel.actors import Actor
from kernel.errors import CenterError


@dataclass(frozen=True, slots=True)
class Batch:
    """Drafts of different numbers, the cases known by them, and all others ready to be written."""

    drafts: Sequence[Draft]
    known: Mapping[tuple[str, str], Standing]
    newcomers: Sequence[Arrival]


@dataclass
class Batches:
    """`prepare` thinks, `bring_in` writes; the two may run side by side on different batches."""

    actor: Actor
    now: datetime
    file_name: str
    dry_run: bool
    town: Surroundings = field(init=False)

    def __post_init__(self) -> None:
        self.town = Surroundings(self.now)

    def prepare(self, drafts: Sequence[Draft]) -> Batch:
        self.town.refresh()
        known = standing(drafts)
        return Batch(drafts, known, [self._arrival(one) for one in drafts if one.key not in known])

    def bring_in(self, batch: Batch) -> Tally:
        """The batch is in as a whole or not at all; what it changes of known cases comes after, one by one."""
        tally, known = Tally(), batch.known
        written = batch.newcomers if self.dry_run or not batch.newcomers else self._write(batch.newcomers)
        for arrival in written:
            tally.count(arrival.case)
        if len(written) < len(batch.newcomers):  # somebody else brought them in meanwhile
            known = standing(batch.drafts)
        new = {arrival.draft.key for arrival in written}
        for one in batch.drafts:
            if one.key not in new:
                self._meet(known[one.key], one, tally)
        return tally

    def _arrival(self, draft: Draft) -> Arrival:
        make = arriving if draft.ending is None else remembered
        return make(draft, self.town, actor=self.actor)

    def _write(self, newcomers: Sequence[Arrival]) -> Sequence[Arrival]:
        return write(newcomers, actor=self.actor, now=self.now, file_name=self.file_name)

    def _meet(self, standing: Standing, draft: Draft, tally: Tally) -> None:
        if standing.says_the_same(draft):
            tally.unchanged += 1
            return
        try:
            if not self.dry_run:
                change(standing, draft, town=self.town, actor=self.actor, file_name=self.file_name)
            tally.updated += 1
        except CenterError as error:
            tally.refused += 1
            tally.refusals.append(Refusal(draft.line, "", error.message))
