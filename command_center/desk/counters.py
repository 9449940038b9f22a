"""The figures of the desk, all from one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from cases.models import Case
from command_center.desk.queues import IS_OPEN, Queue
from command_center.desk.together import counted_together
from kernel.times import day_start, local_date

TODAY = "today"
# What a queue is said to hold at most: "999+" tells as much, and counting on would walk every open case.
MOST = 999


def count_all(cases: QuerySet[Case], *, queues: Sequence[Queue], now: datetime, sees_all: bool) -> dict[str, int]:
    """Cases received today, and how many stand in each counted queue, at most one more than MOST.

    Who sees all cases has each queue counted along its own index. Who sees some has all of them counted in one walk,
    since to find out which costs more than to count.
    """
    conditions = {q.key: q.condition(now) for q in queues if q.is_counted}
    since = Q(received_at__gte=day_start(local_date(now)))
    if sees_all:
        found = _along_indexes(cases.filter(since), {key: cases.filter(one) for key, one in conditions.items()})
    else:
        found = _in_one_walk(cases, since, conditions)
    return {key: count if key == TODAY else min(count, MOST + 1) for key, count in found.items()}


def _along_indexes(today: QuerySet[Case], queues: dict[str, QuerySet[Case]]) -> dict[str, int]:
    bounded = {key: one.order_by("due_at", "id").values("pk")[: MOST + 1] for key, one in queues.items()}
    return counted_together({TODAY: today.order_by().values("pk"), **bounded})


def _in_one_walk(cases: QuerySet[Case], since: Q, conditions: dict[str, Q]) -> dict[str, int]:
    """Both arms have their index: open, by receipt."""
    counts: dict[str, Any] = {key: Count("pk", filter=one) for key, one in conditions.items()}
    found: dict[str, int] = (
        cases.filter(IS_OPEN | since).order_by().aggregate(**{TODAY: Count("pk", filter=since)}, **counts)
    )
    return found
