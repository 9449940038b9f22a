"""Ends a worker when nothing is swept any more, so that whoever started it starts it again.

Celery on Redis can go silent after its broker was away: the process lives and takes no work. Compose and systemd start
again what ends, never what is merely unwell. The thread asks the database, which a silent consumer doesn't hinder.
"""

import logging
import os
import signal
import threading
import time
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection

from deadlines.queries import sweep_state
from foundation import clock

SECONDS_TO_STOP = 30.0
log = logging.getLogger("command_center.watchdog")


def start() -> None:
    if settings.WORKER_MAX_SILENCE > 0:
        arguments = {"max_silence": settings.WORKER_MAX_SILENCE}
        threading.Thread(target=watch, kwargs=arguments, name="watchdog", daemon=True).start()


def stale_tables(*, max_age: float, now: datetime) -> list[str]:
    """Clock tables whose last sweep ended more than `max_age` seconds ago, or that were never swept."""
    states = sweep_state(now)
    return [s.clock_table for s in states if s.age_seconds is None or s.age_seconds > max_age]


def watch(*, max_silence: float) -> None:
    """A worker is given `max_silence` from its start, and again from each moment the database could not be asked."""
    since = time.monotonic()
    while True:
        time.sleep(min(max_silence / 3, 15.0))
        try:
            stale = stale_tables(max_age=max_silence, now=clock.now())
        except DatabaseError:
            since = time.monotonic()
            continue
        finally:
            connection.close()
        if stale and time.monotonic() - since > max_silence:
            log.error("nothing swept for %s s in %s: this worker ends", max_silence, ", ".join(stale))
            _end()


def _end() -> None:
    """First as an operator would; a worker that doesn't hear is left without its last words."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(SECONDS_TO_STOP)
    os._exit(1)
