"""审核申诉."""

from datetime import datetime

from django.utils.translation import gettext as _

from assessment.actions.door import open_settlement
from assessment.models import Objection
from assessment.rules.changes import require_words
from kernel.actors import Actor
from kernel.errors import NotFound, Refused


def decide_objection(
    objection_id: int, *, is_excluded: bool, opinion: str = "", actor: Actor, now: datetime
) -> Objection:
    """The district decides; what is excluded stays in the raw figures and leaves the adjusted ones with the next run.

    Raises Refused `decided_already`, Invalid `required` when it refuses without saying why.
    """
    if not is_excluded:
        opinion = require_words(opinion, field="opinion")
    settlement_id = Objection.objects.filter(pk=objection_id).values_list("settlement_id", flat=True).first()
    if settlement_id is None:
        raise NotFound(_("没有这项申诉。"))
    with open_settlement(settlement_id, action="decide_objection", actor=actor, now=now) as change:
        made = Objection.objects.select_related("subject").get(pk=objection_id)
        if made.state != Objection.State.OPEN:
            raise Refused(_("这项申诉已经审核过。"), code="decided_already")
        made.state = Objection.State.EXCLUDED if is_excluded else Objection.State.REFUSED
        made.decided_at, made.decided_by_label, made.opinion = now, actor.label, opinion[:500]
        made.save(update_fields=["state", "decided_at", "decided_by_label", "opinion"])
        words = {"subject": made.subject, "label": made.label, "state": made.get_state_display()}
        change.event("objection_decided", _("%(subject)s %(label)s：%(state)s") % words, objection=made.pk)
    return made
