"""What the verbs around an objection share."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from enforcement.actions.course import Part
from enforcement.actions.timing import cancel_clocks
from enforcement.models import Objection, Summons, SummonsClockKind
from enforcement.states import SummonsState
from kernel.errors import Refused


def waiting_objection(summons: Summons, state: Objection.State) -> Objection:
    """The objection, when it waits for this decision. Raises Refused `objection_not_waiting`."""
    found = Objection.objects.select_for_update().filter(summons=summons, state=state).first()
    if found is None:
        raise Refused(_("没有等待这一决定的异议。"), code="objection_not_waiting")
    return found


def write_objection(objection: Objection, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(objection, name, value)
    objection.save(update_fields=list(columns))


def withdraw_objection(part: Part, *, now: datetime) -> None:
    """Whoever comes objects no more, and whoever had to decide needs not: the objection ends without being upheld."""
    objection = Objection.objects.select_for_update().get(summons=part.row)
    words, who = _("部门已到场，异议撤回"), part.actor.label
    if objection.state == Objection.State.APPEALED:
        cancel_clocks([part.row], kinds=[SummonsClockKind.APPEAL], now=now)
        settled = {"settled_at": now, "settled_by_label": who, "settlement": words}
        write_objection(objection, state=Objection.State.REJECTED_BY_DISTRICT, **settled)
    else:
        decided = {"decided_at": now, "decided_by_label": who, "decision": words}
        write_objection(objection, state=Objection.State.REJECTED, **decided)
    part.to(SummonsState.SIGNED if part.row.signed_at else SummonsState.NOTIFIED, by="withdraw_objection")
    part.event("objection_withdrawn", words)
    part.save()


def close_objection(part: Part, *, is_upheld: bool, by: str, now: datetime) -> None:
    """Upheld: it never was the department's duty, and nothing is judged. Else the summons stands where it stood, its
    clocks having run on."""
    if is_upheld:
        cancel_clocks([part.row], now=now)
        part.to(SummonsState.EXCUSED, by=by, excused_at=now)
    else:
        part.to(SummonsState.SIGNED if part.row.signed_at else SummonsState.NOTIFIED, by=by)
