"""Handling again: a clock for the unit; how the first one was judged stays."""

from django.utils.translation import gettext as _

from cases.actions.door import Change
from cases.actions.timing import go_on_handling, live_clock, start_handling_again
from cases.models import ClockKind
from cases.states import State

# Rounds a case may take before it is closed as it stands.
ROUND_CAP = 3


def hand_back(change: Change, *, why: str, is_new_round: bool) -> None:
    """Leads the case back to its unit: in a new round with a fresh limit, else with what is left of the old one."""
    case = change.case
    if case.lead is not None and live_clock(case, ClockKind.HANDLE) is None:
        begin = start_handling_again if is_new_round else go_on_handling
        clock = begin(case, holder=case.lead, now=change.now)
        if clock is not None:
            change.set(due_at=clock.due_at, warn_at=clock.warn_at)
    change.to(State.HANDLING)
    change.event("handed_back", _("退回 %(lead)s 继续办理：%(why)s") % {"lead": case.lead, "why": why})
