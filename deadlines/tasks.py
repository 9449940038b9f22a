"""What beat calls: sweeps that find their work in the database and may run twice."""

from celery import shared_task

from deadlines.actions import purge_clock_moves as purging
from foundation import clock


@shared_task(name="deadlines.tasks.purge_clock_moves")
def purge_clock_moves() -> None:
    purging.purge_clock_moves(now=clock.now())
