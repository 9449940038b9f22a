"""清理幂等键."""

from datetime import datetime

from foundation.models import IdempotencyKey
from foundation.stored_answers import LIFETIME

BATCH = 5_000


def purge_idempotency_keys(*, now: datetime) -> int:
    """Forgets the answers older than a day and says how many; in batches, so that no claim waits long."""
    purged = 0
    while True:
        expired = IdempotencyKey.objects.filter(created_at__lte=now - LIFETIME).order_by("created_at")[:BATCH]
        deleted, _ = IdempotencyKey.objects.filter(pk__in=list(expired.values_list("pk", flat=True))).delete()
        purged += deleted
        if deleted < BATCH:
            return purged
