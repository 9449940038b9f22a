"""The curve of the day against the usual day: orders received up to each hour."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour

from cases.models import Case
from command_center.wall.keeping import kept
from kernel.actors import Actor
from kernel.times import SHANGHAI, day_end, day_start, local_date, to_local

# The usual day is the mean of the same weekday in so many weeks before.
WEEKS = 4
HOURS = range(24)
SECONDS_KEPT = 600


@dataclass(frozen=True, slots=True)
class Curve:
    """Orders received by the end of each hour: today up to the present one, and usually."""

    today: Sequence[int]
    usual: Sequence[float]


def curve_of(visible: QuerySet[Case], *, actor: Actor, now: datetime) -> Curve:
    day = local_date(now)
    same = [day - timedelta(weeks=n) for n in range(1, WEEKS + 1)]
    usual = kept(f"wall:usual:{actor.organization_id}:{day}", SECONDS_KEPT, lambda: _by_hour(visible, same))
    so_far = list(accumulate(_by_hour(visible, [day])))[: to_local(now).hour + 1]
    return Curve(so_far, [round(count / WEEKS, 1) for count in accumulate(usual)])


def _by_hour(visible: QuerySet[Case], days: Collection[date]) -> list[int]:
    """All these days together."""
    within = Q()
    for day in days:
        within |= Q(received_at__gte=day_start(day), received_at__lt=day_end(day))
    hour = ExtractHour("received_at", tzinfo=SHANGHAI)
    rows = visible.filter(within).order_by().annotate(hour=hour).values_list("hour").annotate(n=Count("pk"))
    counts = Counter(dict(rows))
    return [counts[one] for one in HOURS]
