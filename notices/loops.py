"""Work that is done over and over in a thread, through every outage of the database."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection

SECONDS_AFTER_FAILURE = 1.0
log = logging.getLogger("notices.outbox")


class Loop(threading.Thread):
    """Calls `step` until `stop` is set. `step` says how many seconds to rest, 0 for none.

    An outage is logged once when it begins and once when it ends. Any other error ends the thread, and `silence()`
    tells: whoever watches should end the process, to be started afresh.
    """

    def __init__(self, name: str, step: Callable[[], float], *, stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self._step, self._stop_event, self._is_out = step, stop, False
        self._beat_at = time.monotonic()

    def run(self) -> None:
        try:
            while not self._stop_event.is_set():
                rest = self._once()
                self._beat_at = time.monotonic()
                self._stop_event.wait(rest)
        except Exception:
            log.exception("%s broke", self.name)
            self._beat_at = float("-inf")
        finally:
            connection.close()

    def silence(self) -> float:
        """Seconds since it last came round; endless after it broke."""
        return time.monotonic() - self._beat_at

    def _once(self) -> float:
        try:
            rest = self._step()
        except (OperationalError, InterfaceError) as error:
            if not self._is_out:
                log.warning("%s waits for the database: %s", self.name, type(error).__name__)
            self._is_out = True
            connection.close()
            return SECONDS_AFTER_FAILURE
        if self._is_out:
            log.warning("%s has the database again", self.name)
        self._is_out = False
        return rest
