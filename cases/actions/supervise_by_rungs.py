"""升级督办: the ladder's own supervision orders, a batch at a time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from cases.actions.rung_notices import rung_words
from cases.actions.supervision import new_order, order_words, reply_clock
from cases.models import Case, CaseClock, CaseEscalation, CaseEvent, ClockKind, SupervisionOrder
from cases.queries.standards import ChosenLimit, limits_for
from deadlines.rules import TimeRules
from deadlines.rung_actions import RungAction
from deadlines.sweep import Fired
from kernel.actors import Actor


def supervise_by_rungs(
    fired: Sequence[Fired], cases: Mapping[int, Case], *, actor: Actor, now: datetime, rules: TimeRules
) -> dict[int, SupervisionOrder]:
    """The orders that these rungs issue, by case: at most one a case, none where one waits for its answer already.

    None for a case that follows another: its unit works on the main case and gives account of that one, whose own
    rungs demand it. The follower's rungs are recorded and told all the same; those that pass when it is on its own
    again supervise.

    In the sweep's transaction and under the cases' locks, with a bounded number of statements. The rung stands in
    the order and may stand in one alone, so that it can never issue a second.
    """
    due = [f for f in fired if f.action == RungAction.SUPERVISE and not cases[_clock(f).case_id].is_following]
    if not due:
        return {}
    so_far, waiting = _orders_of({_clock(f).case_id for f in due})
    first: dict[int, Fired] = {}
    for f in due:
        if _clock(f).case_id not in waiting:
            first.setdefault(_clock(f).case_id, f)
    limits = limits_for(ClockKind.SUPERVISE, [cases[pk] for pk in first], at=now)
    escalations = _escalations(list(first.values()), now=now)
    orders = {
        pk: _order(cases[pk], f, so_far[pk] + 1, limits, escalations, actor=actor, now=now, rules=rules)
        for pk, f in first.items()
    }
    _save(orders)
    return orders


def supervised_event(order: SupervisionOrder, *, actor: Actor, now: datetime) -> CaseEvent:
    return CaseEvent(
        case=order.case,
        kind="supervised",
        at=now,
        actor_key=actor.key,
        actor_label=actor.label,
        text=order_words(order, now=now)[:500],
        data={"number": order.number},
        version=order.case.version,
    )


def _orders_of(case_ids: set[int]) -> tuple[Counter[int], set[int]]:
    """How many orders each case has had, and the cases in which one waits for its answer."""
    rows = list(SupervisionOrder.objects.filter(case__in=case_ids).values_list("case", "state"))
    return Counter(pk for pk, _state in rows), {pk for pk, state in rows if state == SupervisionOrder.State.OPEN}


def _escalations(fired: Sequence[Fired], *, now: datetime) -> dict[tuple[int, int], CaseEscalation]:
    rows = CaseEscalation.objects.filter(clock__in=[f.clock.pk for f in fired], claimed_at=now)
    return {(row.clock_id, row.rung): row for row in rows}


def _order(
    case: Case,
    f: Fired,
    nth: int,
    limits: Mapping[tuple[str, str], ChosenLimit | None],
    escalations: Mapping[tuple[int, int], CaseEscalation],
    *,
    actor: Actor,
    now: datetime,
    rules: TimeRules,
) -> SupervisionOrder:
    holder = f.clock.holder
    return new_order(
        case,
        nth=nth,
        holder=holder,
        reason=rung_words(_clock(f), f.name, now=now),
        clock=reply_clock(case, limits[case.urgency, case.flow], holder=holder, now=now, rules=rules),
        actor=actor,
        now=now,
        escalation=escalations[f.clock.pk, f.rung_number],
    )


def _save(orders: Mapping[int, SupervisionOrder]) -> None:
    CaseClock.objects.bulk_create(order.clock for order in orders.values() if order.clock is not None)
    SupervisionOrder.objects.bulk_create(orders.values())
    Case.objects.filter(pk__in=orders).update(is_supervised=True)


def _clock(f: Fired) -> CaseClock:
    return cast(CaseClock, f.clock)
