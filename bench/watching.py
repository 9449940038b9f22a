"""Watches cases being dispatched, from outside: a sweep that works long writes the moment at which it began."""

import threading
from dataclasses import dataclass, field

from django.db import connection

from bench.context import Bench
from bench.percentiles import percentile
from foundation import clock

SECONDS_BETWEEN = 0.25
# New cases of the hotline, and whether each has left the queue of the catalogue; held ones wait for a person.
_NEW = """
    SELECT id, created_at, dispatched_at IS NOT NULL FROM cases_case
    WHERE id > %s AND flow = 'hotline' AND NOT is_held
"""


@dataclass
class DispatchWatcher:
    """`with DispatchWatcher(bench) as seen: …`, then `seen.figures()`."""

    bench: Bench
    after: int = 0
    waited: dict[int, float] = field(default_factory=dict)
    waiting: dict[int, float] = field(default_factory=dict)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "DispatchWatcher":
        self.after = self.bench.value("SELECT coalesce(max(id), 0) FROM cases_case")
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def figures(self) -> dict[str, float]:
        """In seconds; what still waits has waited until the end."""
        every = [*self.waited.values(), *self.waiting.values()] or [0.0]
        spread = {f"p{p}_s": percentile(every, p) for p in (50, 95)}
        return {**spread, "longest_s": max(every), "seen": float(len(every)), "backlog": float(len(self.waiting))}

    def _watch(self) -> None:
        try:
            while not self._over.wait(SECONDS_BETWEEN):
                self._look()
            self._look()
        finally:
            connection.close()

    def _look(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_NEW, [self.after])
            rows = cursor.fetchall()
        now, self.waiting = clock.now(), {}
        for case, created_at, is_dispatched in rows:
            if case not in self.waited:
                (self.waited if is_dispatched else self.waiting)[case] = (now - created_at).total_seconds()
