"""The clocks of summonses: which limit, from when, for whom. Only actions that hold the summons's lock call this."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from deadlines import clocks
from deadlines.rules import current_rules
from deadlines.states import LIVE
from enforcement.models import OF_DEPARTMENT, Summons, SummonsClock, SummonsClockKind, Whistle
from enforcement.queries.rules_now import WhistleTime, limits_of
from organizations.models import Organization


def start_clocks(whistle: Whistle, summonses: Sequence[Summons], *, now: datetime) -> list[SummonsClock]:
    """Starts every clock of new summonses, counted from now."""
    return SummonsClock.objects.bulk_create(built_clocks(whistle, summonses, now=now))


def built_clocks(whistle: Whistle, summonses: Sequence[Summons], *, now: datetime) -> list[SummonsClock]:
    """Not yet saved, so that the street can be told before it blows; what it set itself wins over the limits."""
    rules, limits = current_rules(), limits_of(whistle.kind, at=now)
    built: list[SummonsClock] = []
    for kind in OF_DEPARTMENT:
        chosen = _chosen(whistle, kind, limits.get(kind), now=now)
        if chosen is not None:
            built += [
                clocks.build(
                    SummonsClock,
                    summons,
                    kind=kind,
                    holder=summons.department,
                    started_at=now,
                    now=now,
                    urgency=whistle.kind,
                    rules=rules,
                    **chosen,
                )
                for summons in summonses
            ]
    return built


def _chosen(
    whistle: Whistle, kind: SummonsClockKind, limit: WhistleTime | None, *, now: datetime
) -> dict[str, Any] | None:
    """The due time the street set as long as it lies ahead, else the limit of the kind."""
    given = {SummonsClockKind.ARRIVE: whistle.arrive_by, SummonsClockKind.FINISH: whistle.finish_by}.get(kind)
    if given is not None and given > now:
        return {"limit": None, "due_at": given, "limit_source": _("街道指定")}
    return None if limit is None else {"limit": limit.limit, "limit_source": limit.source}


def start_appeal_clock(summons: Summons, *, centre: Organization, now: datetime) -> SummonsClock | None:
    """The district has its own limit to settle an appeal; None when none is configured."""
    chosen: WhistleTime | None = limits_of(summons.whistle.kind, at=now).get(SummonsClockKind.APPEAL)
    if chosen is None:
        return None
    return clocks.start(
        SummonsClock,
        summons,
        kind=SummonsClockKind.APPEAL,
        holder=centre,
        limit=chosen.limit,
        started_at=now,
        now=now,
        limit_source=chosen.source,
        urgency=summons.whistle.kind,
    )


def stop_clock(summons: Summons, kind: SummonsClockKind, *, at: datetime, now: datetime) -> None:
    """Stops the live clock of this kind, if there is one, and judges it once: met when done at or before due."""
    for clock in live_clocks([summons], kinds=[kind]):
        clocks.stop(clock, at=at, now=now)


def end_clocks(summonses: Collection[Summons], *, now: datetime) -> None:
    """The duty is over: what is overdue by now was missed, the rest ends unjudged."""
    live = live_clocks(summonses)
    missed = [clock for clock in live if now > clock.due_at and clock.paused_at is None]
    clocks.stop_together(missed, at=now, now=now)
    clocks.cancel_together([clock for clock in live if clock not in missed], now=now)


def cancel_clocks(summonses: Collection[Summons], *, kinds: Collection[str] = (), now: datetime) -> None:
    """It never was their duty: every live clock ends unjudged, or those of these kinds."""
    clocks.cancel_together(live_clocks(summonses, kinds=kinds), now=now)


def live_clocks(summonses: Collection[Summons], *, kinds: Collection[str] = ()) -> list[SummonsClock]:
    """The running and paused clocks of these summonses, locked in the order of their keys."""
    rows = SummonsClock.objects.filter(summons__in=summonses, state__in=LIVE).select_for_update(of=("self",))
    rows = rows.select_related("holder")  # whose ladder says when the next alarm is
    return list((rows.filter(kind__in=kinds) if kinds else rows).order_by("pk"))


def clocks_of(summons: Summons) -> Mapping[str, SummonsClock]:
    """The last clock of each kind, running or judged."""
    return {clock.kind: clock for clock in SummonsClock.objects.filter(summons=summons).order_by("pk")}
