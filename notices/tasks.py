"""What beat calls. The process `run_outbox` gives positions within a fraction of a second; this is its fall-back."""

from celery import shared_task

from foundation import clock
from notices.actions import purge as purging
from notices.sequencer import sequence_all


@shared_task(name="notices.tasks.sequence")
def sequence() -> None:
    sequence_all(now=clock.now())


@shared_task(name="notices.tasks.purge")
def purge() -> None:
    purging.purge(now=clock.now())
