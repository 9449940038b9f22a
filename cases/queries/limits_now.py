"""Which limits hold for running clocks after standards or limits have changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, cast

from django.utils.translation import gettext as _

from cases.models import Case, CaseClock, ClockKind
from cases.queries.rulebook import Rulebook, current_rulebook
from cases.queries.standards import as_chosen
from cases.rules.standards import LimitsChange, LimitValue, choose_limit
from deadlines.models import Clock
from deadlines.recompute.moves import Decide
from deadlines.recompute.standing import Decided
from kernel.times import local_date


class _Ground(NamedTuple):
    """What a limit is chosen by: clocks of one ground share one limit. `standard` names it outright."""

    kind: str
    category: int | None
    urgency: str
    flow: str
    standard: int | None
    on: date


def decide_limits(facts: Mapping[str, Any]) -> Decide:
    """Who followed a row that has changed follows what stands in its place.

    The day that counts is the one on which the clock was recorded: a row for later days moves no clock of today. A due
    time that was given and an extension that was granted stay, and so does a clock that nothing speaks for any more.
    Where the limit counts from is not asked again.
    """
    change = LimitsChange.from_json(facts)

    def decide(clocks: Sequence[Clock]) -> Mapping[int, Decided]:
        book = current_rulebook()
        old, new = _Limits(book, change.old(book.limits)), _Limits(book, change.new(book.limits))
        asked = {clock.pk: clock for clock in clocks if clock.limit is not None and clock.term == 1}
        grounds = _grounds(asked)
        return {pk: now for pk, clock in asked.items() if (now := _now(clock, old, new, grounds[pk]))}

    return decide


@dataclass(slots=True)
class _Limits:
    """One state of the table, each ground asked for once."""

    book: Rulebook
    limits: tuple[LimitValue, ...]
    _found: dict[_Ground, LimitValue | None] = field(default_factory=dict)

    def of(self, ground: _Ground) -> LimitValue | None:
        if ground not in self._found:
            self._found[ground] = self._choose(ground)
        return self._found[ground]

    def _choose(self, ground: _Ground) -> LimitValue | None:
        if ground.standard is not None:
            return next((one for one in self.limits if one.key == (True, ground.standard)), None)
        path = self.book.path(ground.category)
        return choose_limit(
            self.limits,
            clock=ground.kind,
            category_path=path,
            urgency=ground.urgency,
            flow=ground.flow,
            on=ground.on,
        )


def _now(clock: Clock, old: _Limits, new: _Limits, ground: _Ground) -> Decided | None:
    before, after = old.of(ground), new.of(ground)
    if before is None or after is None or before == after:
        return None
    if (as_chosen(before).limit, before.calendar) != (clock.limit, clock.calendar):
        return None
    source = _source(after, is_named=ground.standard is not None)
    return Decided(as_chosen(after).limit, source, after.calendar)


def _source(row: LimitValue, *, is_named: bool) -> str:
    if is_named:
        return _("立案标准 %(id)s 第 %(version)s 版") % {"id": row.id, "version": row.version}
    return as_chosen(row).source


def _grounds(clocks: Mapping[int, Clock]) -> dict[int, _Ground]:
    cases = {cast(CaseClock, clock).case_id for clock in clocks.values()}
    columns = ("pk", "category_id", "urgency", "flow", "standard_id")
    facts = {pk: rest for pk, *rest in Case.objects.filter(pk__in=cases).values_list(*columns)}
    return {pk: _ground(clock, *facts[cast(CaseClock, clock).case_id]) for pk, clock in clocks.items()}


def _ground(clock: Clock, category: int | None, urgency: str, flow: str, standard: int | None) -> _Ground:
    named = standard if clock.kind == ClockKind.HANDLE else None
    return _Ground(clock.kind, category, urgency, flow, named, local_date(clock.recorded_at))
