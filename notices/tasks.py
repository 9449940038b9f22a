from celery import shared_task

from foundation import clock
from notices.sequencer import assign_positions


@shared_task(name="notices.tasks.sequence")
def sequence() -> None:
    assign_positions(now=clock.now())
