"""清理变更和投递记录."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from notices.models import Delivery, FeedHead, OutboxAudience, OutboxEntry
from notices.states import DeliveryState

BATCH = 5_000
_DONE = (DeliveryState.DELIVERED, DeliveryState.CANCELLED)


def purge(*, now: datetime) -> int:
    """Removes changes and finished deliveries older than the days kept, and says how many rows; dead letters stay.

    In batches, so that nobody waits long. Readers of the feed who were further behind are told (`cursor_expired`).
    """
    before = now - timedelta(days=settings.FEED_DAYS)
    return _purge_changes(before) + _purge_deliveries(before)


def _purge_changes(before: datetime) -> int:
    removed = 0
    while taken := _purge_batch(before):
        removed += taken
    return removed


def _purge_batch(before: datetime) -> int:
    """The oldest positions up to the first that is still kept: what is left has no gap."""
    with transaction.atomic():
        head = FeedHead.objects.select_for_update().filter(pk=1).first()
        if head is None:
            return 0
        lowest = OutboxEntry.objects.filter(position__gt=head.purged_to).order_by("position")
        old = []
        for pk, position, created_at in lowest.values_list("pk", "position", "created_at")[:BATCH]:
            if created_at >= before:
                break
            old.append((pk, position))
        if not old:
            return 0
        ids = [pk for pk, _position in old]
        OutboxAudience.objects.filter(entry__in=ids)._raw_delete("default")
        OutboxEntry.objects.filter(pk__in=ids)._raw_delete("default")
        FeedHead.objects.filter(pk=1).update(purged_to=old[-1][1])
        return len(ids)


def _purge_deliveries(before: datetime) -> int:
    removed = 0
    done = Delivery.objects.filter(settled_at__lt=before, state__in=_DONE).order_by("settled_at")
    while ids := list(done.values_list("pk", flat=True)[:BATCH]):
        Delivery.objects.filter(pk__in=ids).delete()
        removed += len(ids)
    return removed
