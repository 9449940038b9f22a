"""The right to do a job: one worker's at a time, and another's once the first has fallen silent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from foundation.jobs.registry import urgent_kinds
from foundation.models import Job
from foundation.states import JobState

SILENCE = timedelta(seconds=60)
"""Without a heartbeat for so long, a worker is taken for dead."""
MOST_ATTEMPTS = 20
_GATE = 0x6A6F6273
"""Advisory lock of those who look for a job; the number says "jobs"."""


def claim_next(*, now: datetime) -> Job | None:
    """The oldest job to be done, urgent ones first, now this worker's; None if there is none, or enough are being done
    already. One urgent job has a place of its own, so that it never waits behind a long import."""
    with transaction.atomic():
        if not _gate():
            return None
        at_work = list(Job.objects.filter(_is_at_work(now)).values_list("kind", flat=True))
        job_id = next(filter(None, (_oldest(now, at_work, is_urgent=one) for one in (True, False))), None)
        return claim(job_id, now=now) if job_id is not None else None


def _oldest(now: datetime, at_work: Sequence[str], *, is_urgent: bool) -> int | None:
    """The first in its line, if there is a place for it."""
    urgent = urgent_kinds()
    places = 1 if is_urgent else settings.JOBS_AT_ONCE
    if sum((kind in urgent) == is_urgent for kind in at_work) >= places:
        return None
    waiting = _claimable(now).filter(kind__in=urgent) if is_urgent else _claimable(now).exclude(kind__in=urgent)
    return waiting.order_by("created_at", "pk").values_list("pk", flat=True).first()


def _is_at_work(now: datetime) -> Q:
    return Q(state=JobState.RUNNING, beat_at__gt=now - SILENCE)


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
