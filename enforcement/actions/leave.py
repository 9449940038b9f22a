"""申请离场."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_summons
from enforcement.actions.telling import tell_office
from enforcement.models import Departure, Summons
from kernel.actors import Actor
from kernel.errors import Refused


def leave(summons_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None) -> Summons:
    """The department asks to leave before it is done (事不完、人不撤). Raises Refused `leave_asked`."""
    opened = open_summons(summons_id, action="leave", actor=actor, now=now, expected_version=expected_version)
    with opened as (change, part):
        if Departure.objects.filter(summons=part.row, state=Departure.State.ASKED).exists():
            raise Refused(_("离场申请还在等街道决定。"), code="leave_asked")
        Departure.objects.create(summons=part.row, state=Departure.State.ASKED, at=now, reason=reason[:300])
        words = _("%(department)s 申请离场：%(reason)s") % {"department": part.row.department, "reason": reason}
        part.event("leave_asked", words)
        tell_office(change.whistle, "summons.leave_asked", words, now=now, about=part.row)
    return part.row
