"""The large figures on top."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from cases.models import Case
from cases.queries.lamps import nearly_due, overdue
from cases.queries.rates import Asked, By, lines_of, total_of
from cases.rules.rates import Rate
from command_center.desk.queues import BY_ITSELF, IS_OPEN
from command_center.desk.together import counted_together
from enforcement.queries.visibility import summonses_visible_to, whistles_visible_to
from enforcement.states import WHISTLE_TERMINAL, SummonsState
from kernel.actors import Actor
from kernel.times import day_start, local_date


@dataclass(frozen=True, slots=True)
class Counters:
    """`answered` are the citizens' limits judged today, `on_time` in percent those of them in time; None before the
    first. `arrived` of the `called` departments of whistles that go on."""

    received: int
    answered: int
    on_time: Decimal | None
    nearly_due: int
    overdue: int
    whistles: int
    called: int
    arrived: int


def counters_of(visible: QuerySet[Case], *, actor: Actor, now: datetime) -> Counters:
    today = local_date(now)
    judged = total_of(lines_of(Asked(By.STREET, today, today), actor=actor))[Rate.ON_TIME]
    working = visible.filter(IS_OPEN & BY_ITSELF).order_by()
    going_on = whistles_visible_to(actor).exclude(state__in=sorted(WHISTLE_TERMINAL)).order_by()
    called = summonses_visible_to(actor).filter(whistle__in=going_on.values("pk")).order_by()
    called = called.exclude(state__in=[SummonsState.EXCUSED, SummonsState.STOOD_DOWN])
    counts = counted_together(
        {
            "received": visible.filter(received_at__gte=day_start(today)).order_by().values("pk"),
            "nearly_due": working.filter(nearly_due(now)).values("pk"),
            "overdue": working.filter(overdue(now)).values("pk"),
            "whistles": going_on.values("pk"),
            "called": called.values("pk"),
            "arrived": called.filter(checked_in_at__isnull=False).values("pk"),
        }
    )
    return Counters(answered=judged.denominator, on_time=judged.percent, **counts)
