"""The clocks of a case on the shelf: what the unit can't do there does not count against it.

Handling and the first contact pause; statutory limits run on, and so do those of what may still be done: tasks handed
on, the answer to a supervision order. What follows the case is led along by `follow_shelf`.
"""

from datetime import datetime

from cases.actions.door import Change
from cases.models import Case, CaseClock, ClockKind
from deadlines import clocks
from deadlines.states import ClockState

_PAUSING = (ClockKind.HANDLE, ClockKind.CONTACT)


def pause_clocks(case: Case, *, reason: str, now: datetime) -> None:
    for clock in _standing(case, ClockState.RUNNING):
        clocks.pause(clock, at=now, reason=reason)


def resume_clocks(change: Change, *, at: datetime) -> None:
    """What was left when the shelving began is left at `at`, when it ended; the case's own due time follows."""
    for clock in _standing(change.case, ClockState.PAUSED):
        resumed = clocks.resume(clock, at=at)
        if resumed.kind == ClockKind.HANDLE:
            change.set(due_at=resumed.due_at, warn_at=resumed.warn_at)


def _standing(case: Case, state: ClockState) -> list[CaseClock]:
    found = CaseClock.objects.filter(case=case, kind__in=_PAUSING, state=state).order_by("id")
    return list(found.select_for_update(of=("self",)))
