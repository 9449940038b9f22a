"""What beat calls: a sweep that finds its work in the database and may run twice."""

from celery import Task, shared_task

from enforcement.actions.escalate import escalate_due
from enforcement.actions.remind_of_check_ins import remind_of_check_ins
from foundation.clock import now


@shared_task(bind=True)
def sweep_clocks(self: Task) -> None:
    at = now()
    escalate_due(now=at, worker=self.request.hostname or "")
    remind_of_check_ins(now=at)
