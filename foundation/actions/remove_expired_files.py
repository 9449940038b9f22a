"""清理任务文件."""

import logging
from datetime import UTC, datetime, timedelta

from foundation import files
from foundation.models import Job
from foundation.states import ENDED

STRAY = timedelta(days=1)
_BATCH = 500
logger = logging.getLogger(__name__)


def remove_expired_files(*, now: datetime) -> int:
    """Removes the files of ended jobs whose time is over, and folders that no job knows; says how many folders.

    The folder goes before its name: what is interrupted between the two is done again.
    """
    removed = 0
    expired = Job.objects.filter(state__in=ENDED, expires_at__lte=now).exclude(folder="").order_by("expires_at")
    while batch := list(expired.values_list("pk", "folder")[:_BATCH]):
        for _pk, folder in batch:
            files.remove(folder)
        Job.objects.filter(pk__in=[pk for pk, _folder in batch]).update(folder="")
        removed += len(batch)
    return removed + _remove_strays(now)


def _remove_strays(now: datetime) -> int:
    """Of requests that were undone after the file was stored; a day old, for a fresh one may be about to be a job."""
    old = {path.name for path in files.folders() if datetime.fromtimestamp(path.stat().st_mtime, UTC) <= now - STRAY}
    strays = old - set(Job.objects.filter(folder__in=old).values_list("folder", flat=True))
    for name in strays:
        logger.warning("removing files without a job: %s", name)
        files.remove(name)
    return len(strays)
