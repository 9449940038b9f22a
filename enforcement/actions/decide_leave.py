"""决定离场."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_summons
from enforcement.actions.telling import tell_department
from enforcement.models import Departure, Summons
from kernel.actors import Actor
from kernel.errors import Refused


def decide_leave(
    summons_id: int,
    *,
    is_granted: bool,
    words: str = "",
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Summons:
    """Who commands on the spot lets them go, or not; they still owe their report. Raises Refused `no_leave_asked`."""
    opened = open_summons(summons_id, action="decide_leave", actor=actor, now=now, expected_version=expected_version)
    with opened as (_change, part):
        asked = Departure.objects.select_for_update().filter(summons=part.row, state=Departure.State.ASKED).first()
        if asked is None:
            raise Refused(_("没有等待决定的离场申请。"), code="no_leave_asked")
        asked.state = Departure.State.GRANTED if is_granted else Departure.State.REFUSED
        asked.decided_at, asked.decided_by_label, asked.answer = now, actor.label, words[:300]
        asked.save(update_fields=["state", "decided_at", "decided_by_label", "answer"])
        said = _("%(answer)s：%(words)s") % {"answer": asked.get_state_display(), "words": words or asked.reason}
        part.event("leave_granted" if is_granted else "leave_refused", said)
        tell_department(part.row, "summons.leave_decided", said, now=now)
    return part.row
