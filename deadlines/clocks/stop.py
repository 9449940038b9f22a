"""办结判定, 取消."""

from datetime import datetime

from deadlines.clocks.pause import resumed
from deadlines.clocks.rows import AnyClock, locked
from deadlines.states import ClockState
from kernel.times import require_aware

_STOPPED_COLUMNS = (
    *("state", "stopped_at", "paused_at", "due_at", "warn_at", "is_provisional", "next_alarm_at"),
    *("alarm_failures", "last_error"),
)


def stop(clock: AnyClock, *, at: datetime, now: datetime) -> AnyClock:
    """What was to be done is done, and judged once: met when at or before due, missed after it.

    A paused clock goes on at `at` and is judged by its moved due time: no time was used while it paused.
    `at` is when it happened: at most `now`, when we learn of it, and what was done before the clock began counts as
    done at its beginning.
    """
    fresh = locked(clock, verb="stop")
    at = max(min(require_aware(at), now), fresh.started_at)
    if fresh.paused_at is not None:
        resumed(fresh, at=max(at, fresh.paused_at))
    fresh.state = ClockState.MET if at <= fresh.due_at else ClockState.MISSED
    return _stopped(fresh, at=at)


def cancel(clock: AnyClock, *, now: datetime) -> AnyClock:
    """The duty fell away: the clock ends unjudged."""
    fresh = locked(clock, verb="cancel")
    if fresh.paused_at is not None:
        resumed(fresh, at=max(now, fresh.paused_at))
    fresh.state = ClockState.CANCELLED
    return _stopped(fresh, at=now)


def _stopped(clock: AnyClock, *, at: datetime) -> AnyClock:
    clock.stopped_at, clock.next_alarm_at = at, None
    clock.alarm_failures, clock.last_error = 0, ""  # nothing will be tried any more
    clock.save(update_fields=_STOPPED_COLUMNS)
    return clock
