"""What beat calls: a sweep that finds its work in the database and may run twice."""

from celery import Task, shared_task

from enforcement.actions.escalate import escalate_due
from foundation.clock import now


@shared_task(bind=True)
def sweep_clocks(self: Task) -> None:
    escalate_due(now=now(), worker=self.request.hostname or "")
