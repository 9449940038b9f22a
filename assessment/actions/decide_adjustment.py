"""审批加减分."""

from datetime import datetime

from django.utils.translation import gettext as _

from assessment.actions.door import open_settlement
from assessment.models import Adjustment
from kernel.actors import Actor
from kernel.errors import NotFound, Refused


def decide_adjustment(
    adjustment_id: int, *, is_approved: bool, opinion: str = "", actor: Actor, now: datetime
) -> Adjustment:
    """A leader decides what another proposed; it counts from the next run on. Raises Refused `own_proposal`,
    `decided_already`."""
    settlement_id = Adjustment.objects.filter(pk=adjustment_id).values_list("settlement_id", flat=True).first()
    if settlement_id is None:
        raise NotFound(_("没有这项加减分。"))
    with open_settlement(settlement_id, action="decide_adjustment", actor=actor, now=now) as change:
        made = Adjustment.objects.select_related("subject").get(pk=adjustment_id)
        if made.state != Adjustment.State.PROPOSED:
            raise Refused(_("这项加减分已经审批过。"), code="decided_already")
        if made.proposed_by_key == actor.key:
            raise Refused(_("自己提出的加减分要由他人审批。"), code="own_proposal")
        made.state = Adjustment.State.APPROVED if is_approved else Adjustment.State.REFUSED
        made.decided_at, made.decided_by_key, made.decided_by_label = now, actor.key, actor.label
        made.opinion = opinion[:300]
        made.save(update_fields=["state", "decided_at", "decided_by_key", "decided_by_label", "opinion"])
        words = {"subject": made.subject, "what": made, "state": made.get_state_display()}
        change.event("adjustment_decided", _("%(subject)s：%(what)s，%(state)s") % words, adjustment=made.pk)
    return made
