"""What every supervision order is made of, whether the ladder or a person issues it, and how it ends with its case."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.timing import by_limit
from cases.models import Case, CaseClock, CaseEscalation, ClockKind, SupervisionOrder
from cases.queries.standards import ChosenLimit
from deadlines import clocks
from deadlines.rules import TimeRules
from deadlines.states import LIVE
from kernel.actors import Actor
from kernel.times import due_text
from organizations.models import Organization


def reply_clock(
    case: Case, chosen: ChosenLimit | None, *, holder: Organization, now: datetime, rules: TimeRules
) -> CaseClock | None:
    """The clock by which the answer is due, not yet saved; it counts from when the order is issued."""
    if chosen is None:
        return None
    facts = by_limit(case, ClockKind.SUPERVISE, chosen, holder=holder, at=now, now=now)
    return clocks.build(CaseClock, case, **facts, rules=rules)


def new_order(
    case: Case,
    *,
    nth: int,
    holder: Organization,
    reason: str,
    clock: CaseClock | None,
    actor: Actor,
    now: datetime,
    escalation: CaseEscalation | None = None,
) -> SupervisionOrder:
    """The order itself, not yet saved; `nth` counts those of the case from one."""
    return SupervisionOrder(
        case=case,
        number=f"{case.case_no}-D{nth}",
        holder=holder,
        reason=reason[:300],
        clock=clock,
        escalation=escalation,
        issued_at=now,
        issued_by_key=actor.key,
        issued_by_label=actor.label,
    )


def order_words(order: SupervisionOrder, *, now: datetime) -> str:
    """ "督办单 20261124-000001-D1 发往 古城街道，请于 11-24 17:30 前答复：…" """
    facts = {"number": order.number, "holder": order.holder, "reason": order.reason}
    if order.clock is None:
        return _("督办单 %(number)s 发往 %(holder)s：%(reason)s") % facts
    due = due_text(order.clock.due_at, now=now)
    return _("督办单 %(number)s 发往 %(holder)s，请于 %(due)s 前答复：%(reason)s") % (facts | {"due": due})


def open_order(case: Case) -> SupervisionOrder | None:
    """The order that waits for an answer; a case has at most one. Under the case's lock."""
    found = SupervisionOrder.objects.filter(case=case, state=SupervisionOrder.State.OPEN)
    return found.select_related("holder", "clock").first()


def hand_over_supervision(case: Case, holder: Organization, *, now: datetime) -> None:
    """The case goes to another unit: an order that nobody answered yet goes with it, its clock running on."""
    SupervisionOrder.objects.filter(case=case, state=SupervisionOrder.State.OPEN).update(holder=holder)
    for clock in _live(case):
        clocks.transfer(clock, holder=holder, at=now)


def carry_supervision(case: Case, main: Case, *, actor: Actor, now: datetime) -> dict[str, str] | None:
    """The case is merged: what nobody answered yet is demanded of the main case, by the same time, unless an account
    of that one is demanded already. Both numbers, or None without an open order. Under both locks."""
    order = open_order(case)
    if order is None:
        return None
    end_supervision(case, now=now)
    waiting = open_order(main)
    if waiting is None:
        waiting = _same_demand(order, main, actor=actor, now=now)
    return {"old": order.number, "new": waiting.number}


def _same_demand(order: SupervisionOrder, main: Case, *, actor: Actor, now: datetime) -> SupervisionOrder:
    holder, clock = main.lead or order.holder, order.clock
    if clock is not None:
        clock = clocks.start(
            CaseClock,
            main,
            kind=ClockKind.SUPERVISE,
            holder=holder,
            limit=None,
            started_at=clock.started_at,
            now=now,
            due_at=clock.due_at,
            limit_source=clock.limit_source,
            urgency=main.urgency,
            calendar=clock.calendar,
        )
    nth = SupervisionOrder.objects.filter(case=main).count() + 1
    same = new_order(main, nth=nth, holder=holder, reason=order.reason, clock=clock, actor=actor, now=now)
    same.save(force_insert=True)
    return same


def end_supervision(case: Case, *, now: datetime) -> None:
    """The case is over: what nobody answered need not be answered any more."""
    orders = SupervisionOrder.objects.filter(case=case).exclude(state=SupervisionOrder.State.CLOSED)
    orders.update(state=SupervisionOrder.State.CLOSED, closed_at=now)
    for clock in _live(case):
        clocks.cancel(clock, now=now)


def _live(case: Case) -> list[CaseClock]:
    live = CaseClock.objects.filter(case=case, kind=ClockKind.SUPERVISE, state__in=LIVE)
    return list(live.select_for_update(of=("self",)))
