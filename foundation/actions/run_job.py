"""执行后台任务."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from foundation.files import file_of, forget_input
from foundation.jobs.claims import claim, claim_next
from foundation.jobs.errors import JobStopped
from foundation.jobs.heartbeat import heartbeat
from foundation.jobs.progress import Progress
from foundation.jobs.registry import Result, runner_of
from foundation.models import Job
from foundation.states import ENDED, JobState
from kernel.errors import CenterError

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def run_job(job_id: int, *, clock: Clock) -> Job | None:
    """Does this job here and now, to its end or failure; None if another is at it or it has ended.

    `clock` and not `now`, for it takes as long as it takes.
    """
    return _run(claim(job_id, now=clock()), clock=clock)


def run_next_job(*, clock: Clock) -> Job | None:
    """Does the oldest job that waits or has lost its worker; None if there is nothing to do."""
    return _run(claim_next(now=clock()), clock=clock)


def _run(job: Job | None, *, clock: Clock) -> Job | None:
    if job is None:
        return None
    progress = Progress(job, clock=clock)
    try:
        with heartbeat(job, clock=clock):
            result = _result_of(job, progress)
        _end(job, progress, state=JobState.DONE, result=dict(result))
    except JobStopped:
        logger.info("job %d was taken from this worker", job.pk)
    except CenterError as error:
        _fail(job, progress, error.message)
    except (OperationalError, InterfaceError):
        raise  # the database was away: the job falls silent and is taken up again at its checkpoint
    except Exception:
        logger.exception("job %d (%s) broke", job.pk, job.kind)
        _fail(job, progress, _("程序出错，任务没有完成。请把任务编号 %d 告诉管理员。") % job.pk)
    job.refresh_from_db()
    if job.state in ENDED:
        forget_input(job.folder)
    return job


def _result_of(job: Job, progress: Progress) -> Result:
    runner = runner_of(job.kind)
    if runner is None:
        raise CenterError(_("这一版程序已不能执行这类任务。"))
    return runner(job, progress)


def _fail(job: Job, progress: Progress, sentence: str) -> None:
    try:
        _end(job, progress, state=JobState.FAILED, failure=sentence[:500])
    except JobStopped:
        logger.info("job %d failed after it was taken from this worker", job.pk)


def _end(job: Job, progress: Progress, **columns: Any) -> None:
    now = progress.now()
    name = progress.report_name
    has_report = bool(name and job.folder and file_of(job.folder, "report").is_file())
    report = name[-200:] if has_report else ""
    progress.hold(done=job.done, total=job.total, beat_at=now, finished_at=now, report_name=report, **columns)
