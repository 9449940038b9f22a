"""处置预警."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.models import Case, CaseAlert
from kernel.actors import Actor
from kernel.errors import Refused


def take_alert(
    case_id: int, *, note: str = "", actor: Actor, now: datetime, expected_version: int | None = None
) -> Case:
    """A dispatcher takes the alert upon himself: it leaves every desk, and the course says who has it (§29).

    Raises Refused `no_alert` for a case without one, `alert_taken` for whoever comes second.
    """
    with open_door(case_id, action="take_alert", actor=actor, now=now, expected_version=expected_version) as change:
        alert = CaseAlert.objects.filter(case=change.case).first()
        if alert is None:
            raise Refused(_("这件案件没有突发预警。"), code="no_alert")
        if alert.taken_at is not None:
            raise Refused(_("这条预警已由 %(who)s 处置。") % {"who": alert.taken_by_label}, code="alert_taken")
        alert.taken_at, alert.taken_by_label, alert.note = now, actor.label[:80], note[:300]
        alert.save(update_fields=["taken_at", "taken_by_label", "note"])
        told = {"words": alert.words, "note": note}
        text = _("已接手预警“%(words)s”：%(note)s") if note else _("已接手预警“%(words)s”")
        change.event("alert_taken", text % told)
    return change.case
