"""街道排名: the streets by their punctuality of this month, with what is open and late there now."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, QuerySet

from cases.models import Case
from cases.queries.lamps import overdue
from cases.queries.rates import Asked, By, lines_of
from cases.queries.rates.subjects import NONE
from cases.rules.rates import Rate
from command_center.desk.queues import BY_ITSELF, IS_OPEN
from command_center.wall.keeping import kept
from kernel.actors import Actor
from kernel.times import local_date

SECONDS_KEPT = 60
MOST = 12


@dataclass(frozen=True, slots=True)
class Ranked:
    """`on_time` in percent; None where nothing was judged this month: such streets come last."""

    name: str
    on_time: Decimal | None
    open: int
    late: int


def ranking_of(visible: QuerySet[Case], *, actor: Actor, now: datetime) -> list[Ranked]:
    rates = kept(f"wall:rates:{actor.organization_id}", SECONDS_KEPT, lambda: _rates(actor, now))
    working = visible.filter(IS_OPEN & BY_ITSELF, street__isnull=False).order_by()
    counts = working.values("street__code", "street__name").annotate(open=Count("pk"), late=Count("pk", overdue(now)))
    standing = {row["street__code"]: (row["street__name"], row["open"], row["late"]) for row in counts}
    names = {key: name for key, (name, _rate) in rates.items()} | {key: row[0] for key, row in standing.items()}
    ranked = [
        Ranked(name, rates[key][1] if key in rates else None, *standing.get(key, ("", 0, 0))[1:])
        for key, name in names.items()
    ]
    return sorted(ranked, key=_place)[:MOST]


def _rates(actor: Actor, now: datetime) -> dict[str, tuple[str, Decimal | None]]:
    today = local_date(now)
    lines = lines_of(Asked(By.STREET, today.replace(day=1), today), actor=actor)
    return {line.key: (line.name, line.figures[Rate.ON_TIME].percent) for line in lines if line.key != NONE}


def _place(one: Ranked) -> tuple[bool, Decimal, int, str]:
    return one.on_time is None, -(one.on_time or Decimal(0)), one.late, one.name
