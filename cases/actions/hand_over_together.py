"""The clocks of many cases that are sent out at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cases.actions.timing import by_limit, handling_facts, named_limit
from cases.models import Case, CaseClock, ClockKind, CountsFrom
from cases.queries.rulebook import Rulebook
from cases.queries.standards import ChosenLimit, limit_in
from deadlines import clocks
from deadlines.rules import TimeRules
from deadlines.states import LIVE
from foundation.bulk import insert_many
from organizations.models import Organization

_KINDS = (ClockKind.DISPATCH, ClockKind.HANDLE, ClockKind.SUPERVISE)


def hand_over_clocks(
    sent: Sequence[tuple[Case, Organization]], book: Rulebook, *, rules: TimeRules, now: datetime
) -> None:
    """The centre's clocks stop, the units' start; the citizens' go on with their new holders, and each case mirrors
    its own. Under the cases' locks; the case itself is for the caller to save."""
    limits = _Limits(book, now)
    live = _live([case for case, _target in sent])
    clocks.stop_together(
        [live[key] for case, _ in sent if (key := (case.pk, ClockKind.DISPATCH)) in live], at=now, now=now
    )
    started = [
        clocks.build(CaseClock, case, **facts, rules=rules)
        for case, target in sent
        for facts in limits.starting(case, target, has_handle=(case.pk, ClockKind.HANDLE) in live)
    ]
    insert_many(started, with_keys=False)
    clocks.transfer_together(list(_moves(sent, live)), at=now, rules=rules)
    handling = {clock.case_id: clock for clock in (*live.values(), *started) if clock.kind == ClockKind.HANDLE}
    for case, _target in sent:
        if clock := handling.get(case.pk):
            case.due_at, case.warn_at = clock.due_at, clock.warn_at


def _live(cases: Sequence[Case]) -> dict[tuple[int, str], CaseClock]:
    """Locked."""
    rows = CaseClock.objects.filter(case__in=cases, kind__in=_KINDS, state__in=LIVE)
    return {(clock.case_id, clock.kind): clock for clock in rows.select_for_update(of=("self",)).order_by("id")}


def _moves(
    sent: Sequence[tuple[Case, Organization]], live: dict[tuple[int, str], CaseClock]
) -> Iterator[tuple[CaseClock, Organization]]:
    for case, target in sent:
        kinds = (ClockKind.HANDLE, ClockKind.SUPERVISE) if case.is_supervised else (ClockKind.HANDLE,)
        yield from ((live[case.pk, kind], target) for kind in kinds if (case.pk, kind) in live)


@dataclass(frozen=True, slots=True)
class _Limits:
    """What clocks start with, each limit looked up once for all cases of its kind."""

    book: Rulebook
    now: datetime
    _known: dict[tuple[str, int | None, str, str], ChosenLimit | None] = field(default_factory=dict)

    def starting(self, case: Case, target: Organization, *, has_handle: bool) -> Iterator[dict[str, Any]]:
        to_sign = self._of(ClockKind.SIGN, case)
        if to_sign is not None:
            yield by_limit(case, ClockKind.SIGN, to_sign, holder=target, at=self.now, now=self.now)
        if not has_handle:
            chosen = named_limit(case.standard) if case.standard else self._of(ClockKind.HANDLE, case)
            facts = handling_facts(case, chosen, CountsFrom.DISPATCHED, holder=target, now=self.now)
            if facts is not None:
                yield facts

    def _of(self, kind: ClockKind, case: Case) -> ChosenLimit | None:
        key = (kind, case.category_id, case.urgency, case.flow)
        if key not in self._known:
            self._known[key] = limit_in(
                self.book, kind, category_id=case.category_id, urgency=case.urgency, flow=case.flow, at=self.now
            )
        return self._known[key]
