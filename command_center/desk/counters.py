"""The figures of the desk, all from one statement."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from django.db import connection
from django.db.models import Count, Q, Value

from cases.models import Case
from cases.queries.visibility import Sight
from command_center.desk.queues import IS_OPEN, Queue
from command_center.desk.together import Worded, word_together, worded_query
from kernel.times import day_start, local_date

TODAY = "today"
# What a queue is said to hold at most: "999+" tells as much, and counting on would walk every open case.
MOST = 999
# Stand for the present and for the beginning of its day in a statement that is worded once and asked every time: to
# put so many conditions into words takes longer than to count.
_NOW, _DAY = datetime(1, 1, 1, tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC)
_RECEIVED_TODAY = Q(received_at__gte=_DAY)


def count_all(sight: Sight, *, queues: Sequence[Queue], now: datetime) -> dict[str, int]:
    """Cases received today, and how many stand in each counted queue, at most one more than MOST.

    Who sees all cases has each queue counted along its own index. Who sees some has all of them counted in one walk for
    each way to see a case, over what the ways before it do not show.
    """
    moments = {_NOW: now, _DAY: day_start(local_date(now))}
    counted = tuple(queue for queue in queues if queue.is_counted)
    worded = _along_indexes(counted, MOST) if sight.ways is None else _in_walks(sight, counted)
    today, *counts = _asked(worded, moments) if worded else [0] * (len(counted) + 1)
    return {TODAY: today, **{q.key: min(count, MOST + 1) for q, count in zip(counted, counts, strict=True)}}


def _asked(worded: Worded, moments: Mapping[datetime, datetime]) -> list[int]:
    values = [moments.get(one, one) if isinstance(one, datetime) else one for one in worded.values]
    with connection.cursor() as cursor:
        cursor.execute(worded.sql, values)
        return [sum(column) for column in zip(*cursor.fetchall(), strict=True)]


@lru_cache(maxsize=16)
def _along_indexes(queues: tuple[Queue, ...], most: int) -> Worded:
    cases = Case.objects.order_by("due_at", "id")
    bounded = (cases.filter(queue.condition(_NOW)).values("pk")[: most + 1] for queue in queues)
    return word_together([cases.filter(_RECEIVED_TODAY).order_by().values("pk"), *bounded])


@lru_cache(maxsize=256)
def _in_walks(sight: Sight, queues: tuple[Queue, ...]) -> Worded | None:
    """Both arms of a walk have their index: open, by receipt."""
    conditions = {TODAY: _RECEIVED_TODAY, **{queue.key: queue.condition(_NOW) for queue in queues}}
    counts = {key: Count("pk", filter=one) for key, one in conditions.items()}
    cases, walks = Case.objects.filter(IS_OPEN | _RECEIVED_TODAY).order_by().annotate(of=Value(1)), []
    for way in sight.ways or ():
        walks.append(cases.filter(way).values("of").annotate(**counts).values_list(*counts))
        cases = cases.exclude(way)
    return worded_query(walks[0].union(*walks[1:], all=True)) if walks else None
