"""挂账停表, 恢复计时."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from deadlines.arithmetic import between, forward
from deadlines.calendar import WorkCalendar
from deadlines.clocks.alarms import next_alarm
from deadlines.clocks.rows import AnyClock, locked, not_before, pauses_of, stretch_of
from deadlines.limits import Counting
from deadlines.models import Clock, ClockStretch
from deadlines.registry import pause_model
from deadlines.rules import TimeRules, current_rules
from deadlines.states import ClockState
from foundation.bulk import insert_many, update_many
from kernel.times import require_aware

_PAUSED_COLUMNS = ("state", "paused_at", "next_alarm_at")
_RESUMED_COLUMNS = ("state", "paused_at", "due_at", "warn_at", "is_provisional", "next_alarm_at")


def pause(clock: AnyClock, *, at: datetime, reason: str = "") -> AnyClock:
    """An approved shelving stops the clock. A statutory clock runs on: it comes back as it was.

    A rung that fell due before the pause and was not swept yet fires when the clock is resumed.
    """
    fresh = locked(clock, verb="pause")
    pause_together([fresh], at=at, reason=reason)
    return fresh


def pause_together(clocks: Sequence[AnyClock], *, at: datetime, reason: str = "") -> None:
    """`pause` for many running clocks of one table that the caller has read under their lock, in two statements."""
    pausing = [clock for clock in clocks if clock.can_pause]
    for clock in pausing:
        not_before(require_aware(at), clock.started_at)
        clock.state, clock.paused_at, clock.next_alarm_at = ClockState.PAUSED, at, None
    insert_many([_pauses(clock)(clock=clock, paused_at=at, reason=reason[:200]) for clock in pausing], with_keys=False)
    update_many(pausing, _PAUSED_COLUMNS)


def resume(clock: AnyClock, *, at: datetime) -> AnyClock:
    """The shelving ends: what was left of wall time or working time when it began is left now."""
    fresh = locked(clock, verb="resume")
    resume_together([fresh], at=at)
    return fresh


def resume_together(clocks: Sequence[AnyClock], *, at: datetime) -> None:
    """`resume` for many paused clocks of one table that the caller has read under their lock, in a few statements."""
    if not clocks:
        return
    resumed(clocks, at=require_aware(at))
    rules, pauses = current_rules(), pauses_of(type(clocks[0]), [clock.pk for clock in clocks])
    for clock in clocks:
        clock.next_alarm_at = next_alarm(clock, rules, pauses.get(clock.pk, []))
    update_many(clocks, _RESUMED_COLUMNS)


def resumed(clocks: Sequence[AnyClock], *, at: datetime) -> None:
    """Ends the open pauses and moves what lay behind them; the caller saves the clocks."""
    stretches = [stretch_of(clock, ClockStretch.End.RESUMED, until=at) for clock in clocks]
    insert_many([row for row in stretches if row is not None], with_keys=False)
    open_pauses = _pauses(clocks[0])._default_manager.filter(clock__in=[clock.pk for clock in clocks], resumed_at=None)
    open_pauses.update(resumed_at=at)
    rules = current_rules()
    for clock in clocks:
        _go_on(clock, rules, at=at)


def _go_on(clock: Clock, rules: TimeRules, *, at: datetime) -> None:
    calendar = rules.calendar_of(clock.calendar)
    paused_at = clock.paused_at
    if paused_at is None:
        raise ValueError("a clock that is not paused cannot be resumed")
    not_before(at, paused_at)
    clock.due_at = _moved(clock, calendar, clock.due_at, paused_at, at)
    clock.warn_at = _moved(clock, calendar, clock.warn_at, paused_at, at)
    if clock.counting == Counting.WORKING and clock.due_at > at:
        clock.is_provisional |= calendar.is_provisional(at, clock.due_at)
    clock.state, clock.paused_at = ClockState.RUNNING, None


def _moved(clock: Clock, calendar: WorkCalendar, instant: datetime, paused_at: datetime, at: datetime) -> datetime:
    """Whatever lay behind the beginning of the pause lies as much counted time behind its end."""
    if instant <= paused_at:
        return instant
    return forward(at, between(paused_at, instant, clock.counting, calendar), clock.counting, calendar)


def _pauses(clock: Clock) -> type[Any]:
    model = pause_model(type(clock))
    if model is None:
        raise LookupError(f"{type(clock).__name__} has no ClockPause table: its clocks cannot pause")
    return model
