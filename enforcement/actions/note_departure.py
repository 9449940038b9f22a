"""记录擅自离场."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_summons
from enforcement.actions.telling import tell_department
from enforcement.models import Departure, Summons
from kernel.actors import Actor
from kernel.errors import Refused


def note_departure(
    summons_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Summons:
    """Somebody left before it was done and without the street's consent: recorded, and a fact for the rating, which
    takes half of what coming in time gives.

    Raises Refused `left_with_consent` when the street had let them go.
    """
    opened = open_summons(summons_id, action="note_departure", actor=actor, now=now, expected_version=expected_version)
    with opened as (_change, part):
        if _may_be_away(part.row):
            raise Refused(_("街道已同意该部门离场。"), code="left_with_consent")
        Departure.objects.create(
            summons=part.row,
            state=Departure.State.UNASKED,
            at=now,
            reason=reason[:300],
            decided_at=now,
            decided_by_label=actor.label,
        )
        part.set(left_early=True)
        words = _("%(department)s 未经同意离场：%(reason)s") % {"department": part.row.department, "reason": reason}
        part.event("left_early", words)
        tell_department(part.row, "summons.left_early", words, now=now)
    return part.row


def _may_be_away(summons: Summons) -> bool:
    """The street let them go and they did not come again since."""
    last = Departure.objects.filter(summons=summons).last()
    if last is None or last.state != Departure.State.GRANTED or last.decided_at is None:
        return False
    return not summons.check_ins.filter(received_at__gt=last.decided_at).exists()
