"""按派单目录派遣，成批."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from cases.actions.assignment import check_may_lead
from cases.actions.door import event_of
from cases.actions.hand_over_together import hand_over_clocks
from cases.actions.share_out_together import SeenBy, share_out
from cases.models import Case, CaseEvent, DispatchDecision, SupervisionOrder
from cases.queries.catalogue import Catalogue, CatalogueDecision
from cases.states import State
from foundation.bulk import insert_many, update_many
from kernel.actors import Actor
from notices.outbox import OutboxRow, append_many
from organizations.permissions import require

_COLUMNS = (
    *("state", "lead", "dispatched_at", "is_held", "hold_reason", "needs_classification"),
    *("due_at", "warn_at", "version"),
)


@dataclass(frozen=True, slots=True)
class Sending:
    """A locked case and where the catalogue sends it; without a decision a person has to, and `reason` says why."""

    case: Case
    decision: CatalogueDecision | None
    reason: str


def sending_of(case: Case, catalogue: Catalogue, *, now: datetime) -> Sending:
    """What the catalogue says of the case; raises Refused where it names a unit that may not lead."""
    decision = catalogue.decide(case, at=now)
    if decision is None:
        return Sending(case, None, catalogue.why_undecided(case))
    check_may_lead(decision.target)
    return Sending(case, decision, decision.reason)


def dispatch_together(sendings: Sequence[Sending], catalogue: Catalogue, *, actor: Actor, now: datetime) -> None:
    """What the door, `assign_lead` and `hold` do to each of these cases, with a bounded number of statements for all.

    In the caller's transaction and under its locks of the cases, which wait for the catalogue; one that fails spoils
    all, so that whoever calls undoes it and goes on one by one.
    """
    require(actor, "cases.dispatch")
    cases = [one.case for one in sendings]
    sent = [(one.case, one.decision) for one in sendings if one.decision is not None]
    seen_by = SeenBy.of(cases)
    for one in sendings:
        _set_columns(one, now=now)
    insert_many([_decision(case, decision, now=now) for case, decision in sent], with_keys=False)
    share_out(sent, seen_by)
    targets = [(case, decision.target) for case, decision in sent]
    hand_over_clocks(targets, catalogue.book, rules=catalogue.time_rules, now=now)
    update_many(cases, _COLUMNS)
    _hand_over_supervision([case.pk for case, _decision in sent if case.is_supervised])
    insert_many([_event(one, actor=actor, now=now) for one in sendings], with_keys=False)
    append_many([_news(one, seen_by) for one in sendings], now=now)


def _set_columns(one: Sending, *, now: datetime) -> None:
    case, decision = one.case, one.decision
    case.version += 1
    case.is_held = decision is None
    case.hold_reason = one.reason[:200] if decision is None else ""
    if decision is not None:
        case.state, case.lead, case.dispatched_at = State.DISPATCHED, decision.target, now
        case.needs_classification |= decision.needs_classification


def _decision(case: Case, decision: CatalogueDecision, *, now: datetime) -> DispatchDecision:
    return DispatchDecision(
        case_id=case.pk,
        at=now,
        mode=decision.mode,
        target_id=decision.target.pk,
        rule_id=decision.rule.pk if decision.rule else None,
        runner_up_id=decision.runner_up.pk if decision.runner_up else None,
        reason=decision.reason[:300],
    )


def _hand_over_supervision(case_ids: Sequence[int]) -> None:
    """An order that nobody answered yet goes with its case."""
    if case_ids:
        lead = Case.objects.filter(pk=OuterRef("case")).values("lead")
        waiting = SupervisionOrder.objects.filter(case__in=case_ids, state=SupervisionOrder.State.OPEN)
        waiting.update(holder=Subquery(lead))


def _event(one: Sending, *, actor: Actor, now: datetime) -> CaseEvent:
    if one.decision is None:
        return event_of(one.case, "held", _("派单目录无法决定，转派遣员"), {}, actor=actor, now=now)
    data = {"target": one.decision.target.pk, "mode": one.decision.mode}
    return event_of(one.case, "dispatched", one.reason, data, actor=actor, now=now)


def _news(one: Sending, seen_by: SeenBy) -> OutboxRow:
    kind, pk = "case.held" if one.decision is None else "case.dispatched", one.case.pk
    return OutboxRow(kind, "case", one.case.case_no, one.case.version, seen_by.now[pk], left=seen_by.left(pk))
