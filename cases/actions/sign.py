"""签收."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.timing import start_clock, stop_clock
from cases.models import Case, ClockKind
from cases.states import Flow, State
from kernel.actors import Actor


def sign(case_id: int, *, actor: Actor, now: datetime, expected_version: int | None = None) -> Case:
    """The lead signs for the case and answers for it from now on (首接负责, 接诉即办工作条例 §14)."""
    with open_door(case_id, action="sign", actor=actor, now=now, expected_version=expected_version) as change:
        case = change.case
        stop_clock(case, ClockKind.SIGN, at=now, now=now, around=change.around)
        if case.flow == Flow.HOTLINE and case.contacted_at is None and case.lead is not None:
            start_clock(case, ClockKind.CONTACT, holder=case.lead, at=now, now=now)
        change.to(State.HANDLING, signed_at=now)
        change.event("signed", _("%(lead)s 签收") % {"lead": case.lead})
    return case
