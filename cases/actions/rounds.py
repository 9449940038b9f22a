"""Handling again: a fresh clock for the unit; how the first one was judged stays."""

from django.utils.translation import gettext as _

from cases.actions.door import Change
from cases.actions.timing import live_clock, start_handling_again
from cases.models import ClockKind
from cases.states import State

# Rounds a case may take before it is closed as it stands.
ROUND_CAP = 3


def hand_back(change: Change, *, why: str) -> None:
    """Leads the case back to its unit with a new handling clock from now."""
    case = change.case
    if case.lead is not None and live_clock(case, ClockKind.HANDLE) is None:
        clock = start_handling_again(case, holder=case.lead, now=change.now)
        if clock is not None:
            change.set(due_at=clock.due_at, warn_at=clock.warn_at)
    change.to(State.HANDLING)
    change.event("handed_back", _("退回 %(lead)s 继续办理：%(why)s") % {"lead": case.lead, "why": why})
