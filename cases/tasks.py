"""What beat calls: sweeps that find their work in the database and may run twice."""

from celery import Task, shared_task

from cases.actions.dispatch_waiting import dispatch_waiting as dispatch_what_waits
from cases.actions.escalate import escalate_due
from foundation.clock import now


@shared_task
def dispatch_waiting() -> None:
    dispatch_what_waits(now=now())


@shared_task(bind=True)
def sweep_clocks(self: Task) -> None:
    escalate_due(now=now(), worker=self.request.hostname or "")
