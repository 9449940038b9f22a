"""办结判定, 取消."""

from collections.abc import Sequence
from datetime import datetime

from deadlines.clocks.pause import resumed
from deadlines.clocks.rows import AnyClock, locked
from deadlines.states import ClockState
from foundation.bulk import update_many
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
    stop_together([fresh], at=at, now=now)
    return fresh


def stop_together(clocks: Sequence[AnyClock], *, at: datetime, now: datetime) -> None:
    """`stop` for many live clocks that the caller has read under their lock, in one statement."""
    for clock in clocks:
        _judge(clock, at=at, now=now)
    update_many(clocks, _STOPPED_COLUMNS)


def cancel(clock: AnyClock, *, now: datetime) -> AnyClock:
    """The duty fell away: the clock ends unjudged."""
    fresh = locked(clock, verb="cancel")
    cancel_together([fresh], now=now)
    return fresh


def cancel_together(clocks: Sequence[AnyClock], *, now: datetime) -> None:
    """`cancel` for many live clocks that the caller has read under their lock, in one statement."""
    for clock in clocks:
        if clock.paused_at is not None:
            resumed([clock], at=max(now, clock.paused_at))
        _end(clock, ClockState.CANCELLED, at=now)
    update_many(clocks, _STOPPED_COLUMNS)


def take_back(clock: AnyClock) -> AnyClock:
    """What stopped the clock in time turned out not to do: its verdict is none, and another clock goes on. A missed
    one stays missed."""
    fresh = locked(clock, verb="take_back")
    fresh.state = ClockState.CANCELLED
    fresh.save(update_fields=["state"])
    return fresh


def _judge(clock: AnyClock, *, at: datetime, now: datetime) -> None:
    at = max(min(require_aware(at), now), clock.started_at)
    if clock.paused_at is not None:
        resumed([clock], at=max(at, clock.paused_at))
    _end(clock, ClockState.MET if at <= clock.due_at else ClockState.MISSED, at=at)


def _end(clock: AnyClock, state: ClockState, *, at: datetime) -> None:
    clock.state, clock.stopped_at, clock.next_alarm_at = state, at, None
    clock.alarm_failures, clock.last_error = 0, ""  # nothing will be tried any more
