"""How much is open in each grid cell, as one of four shades."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from cases.models import Case
from cases.queries.lamps import overdue
from command_center.desk.queues import BY_ITSELF, IS_OPEN

SHADES = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """`shade` 1 to 4, the fullest cell 4; what is not named has nothing open."""

    code: str
    open: int
    late: int
    shade: int


def cells_of(visible: QuerySet[Case], *, now: datetime) -> list[Cell]:
    located = visible.filter(IS_OPEN & BY_ITSELF, unit_grid__isnull=False).order_by()
    counts = located.values("unit_grid__code").annotate(open=Count("pk"), late=Count("pk", overdue(now)))
    rows = [(row["unit_grid__code"], row["open"], row["late"]) for row in counts]
    most = max((count for _code, count, _late in rows), default=0)
    return [Cell(code, count, late, -(-SHADES * count // most)) for code, count, late in sorted(rows)]
