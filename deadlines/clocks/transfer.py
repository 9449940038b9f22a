"""换承办单位，时钟不换."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from deadlines.arithmetic import Pause, used
from deadlines.clocks.alarms import next_alarm, warning
from deadlines.clocks.rows import AnyClock, locked, pauses_of, stretch_of
from deadlines.models import Clock, ClockStretch
from deadlines.registry import holding_model
from deadlines.rules import TimeRules, current_rules
from deadlines.states import ClockState
from foundation.bulk import insert_many, update_many
from organizations.models import Organization


def transfer(clock: AnyClock, *, holder: Organization, at: datetime) -> AnyClock:
    """The citizen's clock runs on with another holder; what the former one used is kept with its name, where the clock
    table has a `ClockHolding` beside it. Fired rungs stay fired; the new holder's own ladder holds from here."""
    fresh = locked(clock, verb="transfer")
    transfer_together([(fresh, holder)], at=at)
    return fresh


def transfer_together(
    moves: Sequence[tuple[AnyClock, Organization]], *, at: datetime, rules: TimeRules | None = None
) -> None:
    """`transfer` for many live clocks of one table that the caller has read under their lock, each to its own new
    holder, in a bounded number of statements."""
    moving = [(clock, holder) for clock, holder in moves if clock.holder_id != holder.pk]
    if not moving:
        return
    rules, clocks = rules or current_rules(), [clock for clock, _holder in moving]
    pauses = pauses_of(type(clocks[0]), [clock.pk for clock in clocks])
    _keep_stretches(clocks, at=at)
    _keep_holdings(clocks, pauses, at=at, rules=rules)
    for clock, holder in moving:
        clock.holder = holder
        if clock.state == ClockState.RUNNING:
            clock.warn_at = warning(clock, rules, pauses.get(clock.pk, []))
            clock.next_alarm_at = next_alarm(clock, rules, pauses.get(clock.pk, []))
    update_many(clocks, ("holder", "warn_at", "next_alarm_at"))


def _keep_stretches(clocks: Sequence[Clock], *, at: datetime) -> None:
    ended_by = ClockStretch.End.TRANSFERRED
    rows = [stretch_of(clock, ended_by, until=max(at, clock.started_at)) for clock in clocks]
    insert_many([row for row in rows if row is not None], with_keys=False)


def _keep_holdings(
    clocks: Sequence[Clock], pauses: Mapping[int, list[Pause]], *, at: datetime, rules: TimeRules
) -> None:
    model = holding_model(type(clocks[0]))
    if model is None:
        return
    ended = model._default_manager.filter(clock__in=[clock.pk for clock in clocks])
    last = dict(ended.order_by("held_until", "id").values_list("clock", "held_until"))
    rows = [_holding(model, c, last.get(c.pk, c.started_at), pauses.get(c.pk, []), at=at, rules=rules) for c in clocks]
    insert_many(rows, with_keys=False)


def _holding(
    model: type[Any], clock: Clock, since: datetime, pauses: list[Pause], *, at: datetime, rules: TimeRules
) -> Any:
    at, calendar = max(at, clock.started_at), rules.calendar_of(clock.calendar)
    seconds = used(since, clock.paused_at or at, clock.counting, calendar, pauses) // timedelta(seconds=1)
    facts = {"holder_id": clock.holder_id, "held_from": since, "held_until": max(since, at), "used_seconds": seconds}
    return model(clock=clock, **facts)
