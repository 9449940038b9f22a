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
    takes half of what coming in time gives. Whoever had asked and did not wait for the answer is refused by it.

    Raises Refused `left_with_consent` when the street had let them go, `departure_noted` until they came again.
    """
    opened = open_summons(summons_id, action="note_departure", actor=actor, now=now, expected_version=expected_version)
    with opened as (_change, part):
        _require_there(part.row)
        _refuse_asked(part.row, actor=actor, now=now)
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


def _require_there(summons: Summons) -> None:
    """Neither let go nor noted as gone, unless they came again since."""
    last = Departure.objects.filter(summons=summons).exclude(state=Departure.State.ASKED).last()
    if last is None or last.state == Departure.State.REFUSED:
        return
    if summons.check_ins.filter(received_at__gt=last.decided_at).exists():
        return
    if last.state == Departure.State.GRANTED:
        raise Refused(_("街道已同意该部门离场。"), code="left_with_consent")
    raise Refused(_("已记录该部门擅自离场，再次报到后方可再记。"), code="departure_noted")


def _refuse_asked(summons: Summons, *, actor: Actor, now: datetime) -> None:
    asked = Departure.objects.filter(summons=summons, state=Departure.State.ASKED)
    answer = {"decided_at": now, "decided_by_label": actor.label, "answer": _("未等答复即离场")}
    asked.update(state=Departure.State.REFUSED, **answer)
