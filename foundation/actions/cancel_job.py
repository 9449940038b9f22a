"""取消后台任务."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.files import forget_input
from foundation.models import Job
from foundation.queries.jobs import own_job
from foundation.states import OPEN, JobState
from kernel.actors import Actor
from kernel.errors import Refused


def cancel_job(job_id: int, *, actor: Actor, now: datetime) -> Job:
    """Whoever started it stops it; a worker that is at it learns so from its next progress, and keeps what it has
    committed. Raises NotFound, and Refused for a job that has ended."""
    with transaction.atomic():
        job = own_job(job_id, actor=actor)
        if not Job.objects.filter(pk=job.pk, state__in=OPEN).update(state=JobState.CANCELLED, finished_at=now):
            raise Refused(_("任务已经结束，不能取消。"), code="job_ended")
    if job.started_at is None:  # else the worker that is at it forgets the file when it stops
        forget_input(job.folder)
    job.refresh_from_db()
    return job
