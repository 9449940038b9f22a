"""Handling again: a clock for the unit; how the first one was judged stays."""

from django.utils.translation import gettext as _

from cases.actions.door import Change
from cases.actions.timing import go_on_handling, live_clock, start_clock, start_handling_again
from cases.models import ClockKind
from cases.states import Flow, State
from organizations.queries import district_centre


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


def begin_round(change: Change, *, why: str) -> None:
    """The requester says that nothing is solved: another round, with its unit, who speaks with the requester anew; with
    the dispatcher where nobody has handled it yet, because it was answered at once."""
    case = change.case
    change.set(round=case.round + 1, call_after=None, contacted_at=None)
    if case.lead is not None:
        hand_back(change, why=why, is_new_round=True)
        if case.flow == Flow.HOTLINE and live_clock(case, ClockKind.CONTACT) is None:
            start_clock(case, ClockKind.CONTACT, holder=case.lead, at=change.now, now=change.now)
        return
    centre, now = district_centre(), change.now
    start_clock(case, ClockKind.DISPATCH, holder=centre, at=now, now=now)
    clock = start_handling_again(case, holder=centre, now=now)
    if clock is not None:
        change.set(due_at=clock.due_at, warn_at=clock.warn_at)
    change.to(State.PENDING_DISPATCH)
    change.event("handed_back", _("答复未能解决，转派遣办理：%(why)s") % {"why": why})
