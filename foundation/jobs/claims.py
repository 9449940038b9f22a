"""The right to do a job: one worker's at a time, and another's once the first has fallen silent."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from foundation.models import Job
from foundation.states import JobState

SILENCE = timedelta(seconds=60)
"""Without a heartbeat for so long, a worker is taken for dead."""
MOST_ATTEMPTS = 20
_GATE = 0x6A6F6273
"""Advisory lock of those who look for a job; the number says "jobs"."""


def claim_next(*, now: datetime) -> Job | None:
    """The oldest job to be done, now this worker's; None if there is none, or enough are being done already."""
    with transaction.atomic():
        if not _gate():
            return None
        at_work = Job.objects.filter(state=JobState.RUNNING, beat_at__gt=now - SILENCE).count()
        if at_work >= settings.JOBS_AT_ONCE:
            return None
        job_id = _claimable(now).order_by("created_at", "pk").values_list("pk", flat=True).first()
        return claim(job_id, now=now) if job_id is not None else None


def claim(job_id: int, *, now: datetime) -> Job | None:
    """The job, running as a new attempt; None if it has ended or another holds it.

    One that keeps losing its workers is given up: it is the likely cause of their deaths.
    """
    with transaction.atomic():
        job = _claimable(now).filter(pk=job_id).select_for_update(skip_locked=True).first()
        if job is None:
            return None
        if job.attempts >= MOST_ATTEMPTS:
            Job.objects.filter(pk=job.pk).update(
                state=JobState.FAILED,
                failure=_("执行了 %d 次都中途断开，已停止。请联系管理员。") % job.attempts,
                finished_at=now,
            )
            return None
        Job.objects.filter(pk=job.pk).update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            beat_at=now,
            started_at=Coalesce("started_at", now),
        )
        job.refresh_from_db()
        return job


def _claimable(now: datetime) -> QuerySet[Job]:
    silent = Q(state=JobState.RUNNING, beat_at__lte=now - SILENCE)
    return Job.objects.filter(Q(state=JobState.WAITING) | silent)


def _gate() -> bool:
    """One at a time counts and claims; whoever finds the gate shut comes again in two seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_GATE])
        return bool(cursor.fetchone()[0])
