"""The figures of the desk, all from one statement."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from cases.models import Case
from command_center.desk.queues import IS_OPEN, Queue
from kernel.times import day_start, local_date

TODAY = "today"


def count_all(cases: QuerySet[Case], *, queues: Sequence[Queue], now: datetime) -> dict[str, int]:
    """Cases received today, and how many stand in each counted queue. Both arms have their index: open, by receipt."""
    since = Q(received_at__gte=day_start(local_date(now)))
    counts = {q.key: Count("pk", filter=q.condition(now)) for q in queues if q.is_counted}
    found: dict[str, int] = (
        cases.filter(IS_OPEN | since).order_by().aggregate(**{TODAY: Count("pk", filter=since)}, **counts)
    )
    return found
