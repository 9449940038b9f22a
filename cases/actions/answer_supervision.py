"""答复督办."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.supervision import open_order
from cases.actions.timing import stop_clock
from cases.models import Case, ClockKind, SupervisionOrder
from kernel.actors import Actor, ActorKind
from kernel.errors import NotAllowed, Refused


def answer_supervision(
    case_id: int, *, answer: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Case:
    """The unit gives its account; the reply clock is judged, the case itself goes on as it was and stays supervised.

    Raises Refused `no_open_supervision`, NotAllowed for any other unit.
    """
    with open_door(
        case_id, action="answer_supervision", actor=actor, now=now, expected_version=expected_version
    ) as change:
        order = open_order(change.case)
        if order is None:
            raise Refused(_("这件案件没有等待答复的督办单。"), code="no_open_supervision")
        if actor.kind != ActorKind.SYSTEM and actor.organization_id != order.holder_id:
            raise NotAllowed(_("督办单由 %(holder)s 答复。") % {"holder": order.holder})
        stop_clock(change.case, ClockKind.SUPERVISE, at=now, now=now)
        order.state, order.answer = SupervisionOrder.State.REPLIED, answer[:1000]
        order.answered_at, order.answered_by_label = now, actor.label
        order.save(update_fields=["state", "answer", "answered_at", "answered_by_label"])
        told = {"number": order.number, "holder": order.holder, "answer": answer}
        change.event(
            "supervision_answered", _("%(holder)s 答复督办单 %(number)s：%(answer)s") % told, number=order.number
        )
    return change.case
