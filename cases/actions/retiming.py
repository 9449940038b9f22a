"""The citizen's clock when the order brings another limit or urgency."""

from collections.abc import Iterable
from datetime import datetime

from cases.actions.timing import live_clock, start_handling
from cases.models import Case, CaseClock, CaseClockPause, ClockKind, CountsFrom
from cases.queries.applications import extensions_granted
from deadlines import clocks
from deadlines.states import ClockState


def retime_handling(case: Case, *, now: datetime) -> bool:
    """The clock starts anew, from where it counts, with its holder, and without the time that the case lay on the
    shelf. False when it stays as it is: what was granted, and what a missed limit or a new round gave, is not taken
    away by a limit that counts from the receipt."""
    running = live_clock(case, ClockKind.HANDLE)
    if running is None:
        return True
    if case.round > 1 or extensions_granted(case) or _has_missed(case):
        return False
    pauses = _pauses(case)
    clocks.cancel(running, now=now)
    fresh = start_handling(case, CountsFrom.DISPATCHED, holder=running.holder, now=now)
    if fresh is not None:
        fresh = _with_pauses(fresh, pauses)
    case.due_at, case.warn_at = (fresh.due_at, fresh.warn_at) if fresh else (None, None)
    return True


def _has_missed(case: Case) -> bool:
    return CaseClock.objects.filter(case=case, kind=ClockKind.HANDLE, state=ClockState.MISSED).exists()


def _pauses(case: Case) -> list[CaseClockPause]:
    """The times on the shelf in their order; a clock that was started anew carries those of the one before."""
    found = CaseClockPause.objects.filter(clock__case=case, clock__kind=ClockKind.HANDLE).order_by("clock", "id")
    by_start = {pause.paused_at: pause for pause in found}
    return [by_start[at] for at in sorted(by_start)]


def _with_pauses(clock: CaseClock, pauses: Iterable[CaseClockPause]) -> CaseClock:
    for pause in pauses:
        clock = clocks.pause(clock, at=max(pause.paused_at, clock.started_at), reason=pause.reason)
        if clock.state == ClockState.PAUSED and pause.resumed_at is not None:
            clock = clocks.resume(clock, at=max(pause.resumed_at, clock.started_at))
    return clock
