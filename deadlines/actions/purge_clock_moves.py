"""清理时钟移动记录."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from deadlines.models import ClockMove

BATCH = 5_000


def purge_clock_moves(*, now: datetime) -> int:
    """Removes what recomputations noted of each clock longer ago than the days kept, and says how many rows; the job
    with its totals stays, and so does the clock's own history of due times.

    Oldest first, in batches, so that nobody waits long.
    """
    before, removed = now - timedelta(days=settings.CLOCK_MOVE_DAYS), 0
    while old := _oldest(before):
        ClockMove.objects.filter(pk__in=old).delete()
        removed += len(old)
    return removed


def _oldest(before: datetime) -> Sequence[int]:
    """By number, which grows with time: no index on the time is needed."""
    rows = ClockMove.objects.order_by("id").values_list("id", "at")[:BATCH]
    return [pk for pk, at in rows if at < before]
