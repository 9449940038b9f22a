"""随主案件挂账: while the main case is on the shelf, its followers' citizens wait for the same obstacle.

A follower keeps its state; its handling clock alone pauses and goes on with the main case. Tasks, contact and the rest
ended with the merge.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cases.actions.door import Change
from cases.actions.timing import live_clock
from cases.models import Case, CaseClock, CaseClockPause, CaseEvent, ClockKind
from cases.states import State
from deadlines import clocks
from deadlines.limits import LimitKind
from deadlines.states import ClockState
from kernel.times import due_text

_STATUTORY = [kind.value for kind in LimitKind if kind.is_statutory]


def still_runs() -> Exists:
    """Of a case: its handling clock runs and a shelf would stop it."""
    running = _handling(ClockState.RUNNING)
    return Exists(running.exclude(limit_kind__in=_STATUTORY))


def still_pauses() -> Exists:
    """Of a case: its handling clock pauses."""
    return Exists(_handling(ClockState.PAUSED))


def follow_shelf(change: Change, main: Case) -> None:
    """As the main case stands: the follower's clock pauses since that one was shelved, or goes on since it came back,
    however late the sweep comes."""
    clock = live_clock(change.case, ClockKind.HANDLE)
    if clock is None:
        return
    if main.state == State.SHELVED and clock.state == ClockState.RUNNING:
        _pause(change, clock, main, at=max(_shelved_at(main, change), clock.started_at))
    elif main.state != State.SHELVED and clock.paused_at is not None:
        _go_on(change, clock, at=_came_back_at(main, clock.paused_at) or change.now)


def leave_shelf(change: Change, main: Case) -> None:
    """The follower is let go: its clock goes on, though the main case may stay on the shelf."""
    clock = live_clock(change.case, ClockKind.HANDLE)
    if clock is not None and clock.paused_at is not None:
        came_back_at = None if main.state == State.SHELVED else _came_back_at(main, clock.paused_at)
        _go_on(change, clock, at=came_back_at or change.now)


def _pause(change: Change, clock: CaseClock, main: Case, *, at: datetime) -> None:
    """Statutory limits run on: nothing happens to them."""
    reason = _("主案件 %(main)s 挂账") % {"main": main.case_no}
    if clocks.pause(clock, at=at, reason=reason).paused_at is not None:
        change.event("clock_paused", _("%(why)s，办理时限暂停") % {"why": reason}, main=main.case_no)


def _go_on(change: Change, clock: CaseClock, *, at: datetime) -> None:
    """What was left of the limit is left now; the case's own due time follows."""
    resumed = clocks.resume(clock, at=at)
    change.set(due_at=resumed.due_at, warn_at=resumed.warn_at)
    words = _("办理时限恢复，应办结 %(due)s") % {"due": due_text(resumed.due_at, now=change.now)}
    change.event("clock_resumed", words)


def _handling(state: ClockState) -> QuerySet[CaseClock]:
    return CaseClock.objects.filter(case=OuterRef("pk"), kind=ClockKind.HANDLE, state=state)


def _shelved_at(main: Case, change: Change) -> datetime:
    """When the main case went on the shelf, or when the two became one where that was later."""
    merged_at = change.case.merges.filter(undone_at=None).values_list("merged_at", flat=True).get()
    shelved = CaseEvent.objects.filter(case=main, kind="shelved").order_by("-id")
    at = shelved.values_list("at", flat=True).first()
    return max(merged_at, at or merged_at)


def _came_back_at(main: Case, paused_at: datetime) -> datetime | None:
    """From when the main case's own clock counts again."""
    ended = CaseClockPause.objects.filter(clock__case=main, clock__kind=ClockKind.HANDLE, resumed_at__gte=paused_at)
    return ended.order_by("-resumed_at").values_list("resumed_at", flat=True).first()
