"""清理未使用的附件."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction

from foundation.attachments import storage
from foundation.models import Attachment

STRAY = timedelta(days=1)
_BATCH = 500
logger = logging.getLogger(__name__)


def remove_unused_attachments(*, now: datetime) -> int:
    """Removes uploads that nothing used in time, and files that no row knows; says how many attachments.

    The row before its file: whoever links it meanwhile holds the row, and a file left behind is a stray of the next
    sweep.
    """
    removed = 0
    while gone := _remove_rows(now):
        for pk in gone:
            storage.remove(pk)
        removed += len(gone)
    _remove_strays(now)
    return removed


def _remove_rows(now: datetime) -> list:
    with transaction.atomic():
        late = Attachment.objects.select_for_update(skip_locked=True).filter(unused_until__lte=now)
        gone = list(late.order_by("unused_until").values_list("pk", flat=True)[:_BATCH])
        Attachment.objects.filter(pk__in=gone).delete()
    return gone


def _remove_strays(now: datetime) -> None:
    """Of uploads that were undone after the file was stored; a day old, for a fresh one may be about to get its row."""
    batch: list[Path] = []
    for path in storage.files():
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) <= now - STRAY:
            batch.append(path)
        if len(batch) >= _BATCH:
            _remove_unknown(batch)
            batch = []
    _remove_unknown(batch)


def _remove_unknown(paths: list[Path]) -> None:
    ids = {path: storage.id_of(path) for path in paths}
    known = set(Attachment.objects.filter(pk__in=[pk for pk in ids.values() if pk]).values_list("pk", flat=True))
    for path, pk in ids.items():
        if pk not in known:
            logger.warning("removing a file without an attachment: %s", path.name)
            path.unlink(missing_ok=True)
