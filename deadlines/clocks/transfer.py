"""换承办单位，时钟不换."""

from datetime import datetime, timedelta

from deadlines.arithmetic import Pause, used
from deadlines.clocks.alarms import next_alarm, warning
from deadlines.clocks.rows import AnyClock, closed_pauses, keep, locked, stretch_of
from deadlines.models import Clock, ClockStretch
from deadlines.registry import holding_model
from deadlines.rules import TimeRules, current_rules
from deadlines.states import ClockState
from organizations.models import Organization


def transfer(clock: AnyClock, *, holder: Organization, at: datetime) -> AnyClock:
    """The citizen's clock runs on with another holder; what the former one used is kept with its name, where the clock
    table has a `ClockHolding` beside it. Fired rungs stay fired; the new holder's own ladder holds from here."""
    fresh, rules = locked(clock, verb="transfer"), current_rules()
    if fresh.holder_id == holder.pk:
        return fresh
    pauses = closed_pauses(fresh)
    keep(stretch_of(fresh, ClockStretch.End.TRANSFERRED, until=max(at, fresh.started_at)))
    _keep_holding(fresh, pauses, at=max(at, fresh.started_at), rules=rules)
    fresh.holder = holder
    if fresh.state == ClockState.RUNNING:
        fresh.warn_at = warning(fresh, rules, pauses)
        fresh.next_alarm_at = next_alarm(fresh, rules, pauses)
    fresh.save(update_fields=["holder", "warn_at", "next_alarm_at"])
    return fresh


def _keep_holding(clock: Clock, pauses: list[Pause], *, at: datetime, rules: TimeRules) -> None:
    model = holding_model(type(clock))
    if model is None:
        return
    last = model._default_manager.filter(clock=clock.pk).order_by("-held_until", "-id").first()
    since = last.held_until if last else clock.started_at
    until = clock.paused_at or at
    seconds = used(since, until, clock.counting, rules.calendar, pauses) // timedelta(seconds=1)
    model(clock=clock, holder=clock.holder, held_from=since, held_until=max(since, at), used_seconds=seconds).save(
        force_insert=True
    )
