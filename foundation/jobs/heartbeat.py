"""A sign of life for as long as the process lives, however long the runner's present step takes."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

from django.db import Error, connection

from foundation.models import Job
from foundation.states import JobState

EVERY_SECONDS = 10.0
logger = logging.getLogger(__name__)


@contextmanager
def heartbeat(job: Job, *, clock: Callable[[], datetime], every: float = EVERY_SECONDS) -> Iterator[None]:
    """Beats from a thread of its own, on a connection of its own: the runner's may be in the middle of a batch."""
    stopped = Event()
    thread = Thread(target=_beat_until, args=(stopped, job, clock, every), name=f"job-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(timeout=5)  # it may wait for a row that an outer transaction holds


def _beat_until(stopped: Event, job: Job, clock: Callable[[], datetime], every: float) -> None:
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    try:
        while not stopped.wait(every):
            try:
                mine.update(beat_at=clock())
            except Error:
                logger.warning("no heartbeat for job %d", job.pk, exc_info=True)
                connection.close()
    finally:
        connection.close()
