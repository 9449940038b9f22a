"""Reading a clock for writing: locked, in a state that the verb allows, with its pauses."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from deadlines.arithmetic import Pause
from deadlines.models import Clock, ClockStretch
from deadlines.registry import pause_model, stretch_model
from deadlines.states import LIVE, TRANSITIONS, ClockState
from kernel.errors import Invalid, Refused

AnyClock = TypeVar("AnyClock", bound=Clock)


def locked(clock: AnyClock, *, verb: str) -> AnyClock:
    """The row as it is now, locked. Raises Refused when its state does not allow the verb."""
    rows = type(clock)._default_manager.select_for_update(of=("self",)).select_related("holder")
    fresh: AnyClock = rows.get(pk=clock.pk)
    allowed, _after = TRANSITIONS[verb]
    if fresh.state not in allowed:
        code = "clock_not_live" if allowed == LIVE else f"clock_not_{allowed[0].value}"
        message = _("时钟现为“%(state)s”，不能这样做。") % {"state": ClockState(fresh.state).label}
        raise Refused(message, code=code, state=fresh.state)
    return fresh


def closed_pauses(clock: Clock) -> list[Pause]:
    """The pauses that have ended."""
    return pauses_of(type(clock), [clock.pk]).get(clock.pk, [])


def pauses_of(clock_model: type[Clock], ids: Iterable[int]) -> dict[int, list[Pause]]:
    """The ended pauses of many clocks in one query."""
    model = pause_model(clock_model)
    found: dict[int, list[Pause]] = {}
    if model is not None:
        ended = model._default_manager.filter(clock__in=list(ids), resumed_at__isnull=False)
        for clock_id, start, end in ended.values_list("clock", "paused_at", "resumed_at"):
            found.setdefault(clock_id, []).append(Pause(start, end))
    return found


def stretch_of(clock: Clock, ended_by: ClockStretch.End, *, until: datetime) -> Any:
    """How the clock stands, as a row to save once its due time, counting, term or holder has changed."""
    model = stretch_model(type(clock))
    if model is None:
        return None
    counts = {"due_at": clock.due_at, "counting": clock.counting, "calendar": clock.calendar}
    return model(clock=clock, holder_id=clock.holder_id, term=clock.term, **counts, until=until, ended_by=ended_by)


def keep(stretch: Any) -> None:
    """Appends the row of `stretch_of`, where the clock table keeps such."""
    if stretch is not None:
        stretch.save(force_insert=True)


def not_before(instant: datetime, earliest: datetime) -> None:
    """Raises Invalid `before_clock_started`: what happens to a clock happens after its start."""
    if instant < earliest:
        raise Invalid(_("时间早于时钟的起算或暂停时间。"), code="before_clock_started")
