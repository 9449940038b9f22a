"""The clocks that start when requests are received, counted once for all orders of one day and one limit."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from cases.actions.timing import by_limit, by_order, handling_limit
from cases.models import Case, CaseClock, Category, ClockKind, CountsFrom
from cases.queries.standards import ChosenLimit, limit_for
from cases.states import Flow
from deadlines import clocks
from deadlines.rules import TimeRules
from organizations.models import Organization

COLUMNS = [one.attname for one in CaseClock._meta.concrete_fields if one.attname not in ("id", "case_id")]
_values = attrgetter(*COLUMNS)
# A file may bring an order of another second in every row: what was counted is not kept for ever.
_MOST = 5_000


class ClockRow(NamedTuple):
    """A clock without its case: its columns in the order of `COLUMNS`."""

    kind: str
    due_at: datetime
    warn_at: datetime
    values: tuple[Any, ...]


@dataclass
class ReceiptClocks:
    """As `receive` starts them (`cases.actions.timing` is the original), for one moment's rules."""

    centre: Organization
    now: datetime
    rules: TimeRules
    _known: dict[Hashable, Any] = field(default_factory=dict)

    def of(self, case: Mapping[str, Any]) -> list[ClockRow]:
        """The clocks of a case that is given by its columns."""
        if case["flow"] == Flow.GRID:
            return []
        to_dispatch, to_handle = self._to_dispatch(case), self._to_handle(case)
        rows = [] if to_dispatch is None else [self._by_limit(case, ClockKind.DISPATCH, to_dispatch)]
        if case["reply_due_at"] is not None:
            rows.append(self._by_order(case))
        elif to_handle is not None and to_handle.counts_from == CountsFrom.RECEIVED:
            rows.append(self._by_limit(case, ClockKind.HANDLE, to_handle))
        return rows

    def _to_dispatch(self, case: Mapping[str, Any]) -> ChosenLimit | None:
        """The limits of the shorter clocks name no category."""
        urgency, flow = case["urgency"], case["flow"]

        def ask() -> ChosenLimit | None:
            return limit_for(ClockKind.DISPATCH, category=None, urgency=urgency, flow=flow, at=self.now)

        return self._once(("dispatch", urgency, flow), ask)

    def _to_handle(self, case: Mapping[str, Any]) -> ChosenLimit | None:
        key = ("handle", case["category_id"], case["urgency"], case["flow"])

        def ask() -> ChosenLimit | None:
            one = Case(**case)
            if one.category_id is not None:
                one.category = Category(pk=one.category_id)  # its key alone decides, nobody need read it
            return handling_limit(one, at=self.now)

        return self._once(key, ask)

    def _by_limit(self, case: Mapping[str, Any], kind: ClockKind, chosen: ChosenLimit) -> ClockRow:
        at = case["received_at"]

        def build() -> ClockRow:
            urgent = Case(urgency=case["urgency"])
            return self._build(by_limit(urgent, kind, chosen, holder=self.centre, at=at, now=self.now))

        return self._once((kind, chosen.limit, chosen.calendar, chosen.source, case["urgency"], at), build)

    def _by_order(self, case: Mapping[str, Any]) -> ClockRow:
        due_at, at = case["reply_due_at"], case["received_at"]
        words = _("来件时限")
        urgent = Case(urgency=case["urgency"])
        return self._build(by_order(urgent, due_at, holder=self.centre, at=at, now=self.now, source=words))

    def _build(self, facts: dict[str, Any]) -> ClockRow:
        clock = clocks.build(CaseClock, Case(), **facts, rules=self.rules)
        return ClockRow(clock.kind, clock.due_at, clock.warn_at, _values(clock))

    def _once(self, key: Hashable, ask: Callable[[], Any]) -> Any:
        if key not in self._known:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = ask()
        return self._known[key]
