"""作废."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.timing import cancel_clocks
from cases.models import Case
from cases.states import State
from kernel.actors import Actor


def cancel(case_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None) -> Case:
    """The duty supervisor strikes a case that should never have been one; the reason stays with it."""
    with open_door(case_id, action="cancel", actor=actor, now=now, expected_version=expected_version) as change:
        cancel_clocks(change.case, now=now)
        change.to(State.CANCELLED, closed_at=now, is_held=False, hold_reason="")
        change.event("cancelled", _("作废：%(reason)s") % {"reason": reason})
    return change.case
