"""挂账停表, 恢复计时."""

from datetime import datetime
from typing import Any

from deadlines.arithmetic import between, forward
from deadlines.clocks.alarms import next_alarm
from deadlines.clocks.rows import AnyClock, closed_pauses, keep, locked, not_before, stretch_of
from deadlines.limits import Counting
from deadlines.models import Clock, ClockStretch
from deadlines.registry import pause_model
from deadlines.rules import current_rules
from deadlines.states import ClockState
from kernel.times import require_aware


def pause(clock: AnyClock, *, at: datetime, reason: str = "") -> AnyClock:
    """An approved shelving stops the clock. A statutory clock runs on: it comes back as it was.

    A rung that fell due before the pause and was not swept yet fires when the clock is resumed.
    """
    fresh = locked(clock, verb="pause")
    if not fresh.can_pause:
        return fresh
    not_before(require_aware(at), fresh.started_at)
    _pauses(fresh)(clock=fresh, paused_at=at, reason=reason[:200]).save(force_insert=True)
    fresh.state, fresh.paused_at, fresh.next_alarm_at = ClockState.PAUSED, at, None
    fresh.save(update_fields=["state", "paused_at", "next_alarm_at"])
    return fresh


def resume(clock: AnyClock, *, at: datetime) -> AnyClock:
    """The shelving ends: what was left of wall time or working time when it began is left now."""
    fresh = resumed(locked(clock, verb="resume"), at=require_aware(at))
    fresh.next_alarm_at = next_alarm(fresh, current_rules(), closed_pauses(fresh))
    fresh.save(update_fields=["state", "paused_at", "due_at", "warn_at", "is_provisional", "next_alarm_at"])
    return fresh


def resumed(clock: AnyClock, *, at: datetime) -> AnyClock:
    """Ends the open pause and moves what lay behind it; the caller saves the clock."""
    paused_at = clock.paused_at
    if paused_at is None:
        raise ValueError("a clock that is not paused cannot be resumed")
    not_before(at, paused_at)
    keep(stretch_of(clock, ClockStretch.End.RESUMED, until=at))
    _pauses(clock)._default_manager.filter(clock=clock.pk, resumed_at=None).update(resumed_at=at)
    clock.due_at = _moved(clock, clock.due_at, paused_at, at)
    clock.warn_at = _moved(clock, clock.warn_at, paused_at, at)
    if clock.counting == Counting.WORKING and clock.due_at > at:
        clock.is_provisional |= current_rules().calendar_of(clock.calendar).is_provisional(at, clock.due_at)
    clock.state, clock.paused_at = ClockState.RUNNING, None
    return clock


def _moved(clock: Clock, instant: datetime, paused_at: datetime, at: datetime) -> datetime:
    """Whatever lay behind the beginning of the pause lies as much counted time behind its end."""
    if instant <= paused_at:
        return instant
    calendar = current_rules().calendar_of(clock.calendar)
    return forward(at, between(paused_at, instant, clock.counting, calendar), clock.counting, calendar)


def _pauses(clock: Clock) -> type[Any]:
    model = pause_model(type(clock))
    if model is None:
        raise LookupError(f"{type(clock).__name__} has no ClockPause table: its clocks cannot pause")
    return model
