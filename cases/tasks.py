"""What beat calls: sweeps that find their work in the database and may run twice."""

import logging
from functools import partial

from celery import Task, shared_task
from django.conf import settings

from cases.actions.dispatch_waiting import dispatch_waiting as dispatch_what_waits
from cases.actions.escalate import escalate_due
from cases.actions.follow_mains import follow_mains as lead_followers
from cases.actions.relate_new import relate_new as relate_what_came
from cases.actions.resume_shelved import resume_shelved as resume_what_is_over
from foundation.clock import now


@shared_task
def dispatch_waiting() -> None:
    dispatch_what_waits(now=now())


log = logging.getLogger(__name__)
SWEEP_EXPIRES = 15


@shared_task(bind=True)
def sweep_clocks(self: Task, beside: int = 0) -> None:
    """When there is more than a batch, another is called to sweep too, which may do the same: so many at once.

    `beside` are those that sweep already.
    """
    may_call = beside + 1 < settings.SWEEPS_AT_ONCE and not self.request.is_eager
    call = partial(_call_another, self, beside=beside + 1) if may_call else None
    escalate_due(now=now(), worker=self.request.hostname or "", when_full=call)


def _call_another(task: Task, *, beside: int) -> None:
    """Nobody waits for it: without a broker this sweep does the work alone."""
    try:
        task.apply_async(kwargs={"beside": beside}, expires=SWEEP_EXPIRES, retry=False)
    except task.OperationalError as error:
        log.warning("nobody could be called to sweep too: %s", error)


@shared_task
def resume_shelved() -> None:
    resume_what_is_over(now=now())


@shared_task
def follow_mains() -> None:
    lead_followers(now=now())


@shared_task
def relate_new() -> None:
    relate_what_came(now=now())
