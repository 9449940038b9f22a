"""督办."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.supervision import new_order, open_order, order_words, reply_clock
from cases.models import Case, ClockKind, SupervisionOrder
from cases.queries.standards import limit_for
from deadlines.rules import current_rules
from kernel.actors import Actor
from kernel.errors import Refused
from notices.actions import notify
from organizations.models import Organization
from organizations.queries import district_centre


def supervise(case_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None) -> Case:
    """The duty supervisor or a leader of the district demands an account of the case, to be given within its limit.

    Raises Refused `supervision_open` while one waits for its answer.
    """
    with open_door(case_id, action="supervise", actor=actor, now=now, expected_version=expected_version) as change:
        case = change.case
        waiting = open_order(case)
        if waiting is not None:
            told = {"number": waiting.number, "holder": waiting.holder}
            raise Refused(_("督办单 %(number)s 还在等 %(holder)s 答复。") % told, code="supervision_open")
        order = _issue(case, case.lead or district_centre(), reason, actor=actor, now=now)
        change.set(is_supervised=True)
        change.event("supervised", order_words(order, now=now), number=order.number)
        _tell(order, now=now)
    return case


def _issue(case: Case, holder: Organization, reason: str, *, actor: Actor, now: datetime) -> SupervisionOrder:
    chosen = limit_for(ClockKind.SUPERVISE, category=case.category, urgency=case.urgency, flow=case.flow, at=now)
    clock = reply_clock(case, chosen, holder=holder, now=now, rules=current_rules())
    if clock is not None:
        clock.save(force_insert=True)
    nth = SupervisionOrder.objects.filter(case=case).count() + 1
    order = new_order(case, nth=nth, holder=holder, reason=reason, clock=clock, actor=actor, now=now)
    order.save(force_insert=True)
    return order


def _tell(order: SupervisionOrder, *, now: datetime) -> None:
    notify(
        organization_id=order.holder_id,
        kind="case.supervised",
        title=_("督办 %(no)s") % {"no": order.case.case_no},
        body=order_words(order, now=now),
        subject_kind="case",
        subject_id=order.case.case_no,
        level="alarm",
        now=now,
    )
