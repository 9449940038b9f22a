"""Sends what is due: claims and settles in one thread with a connection to the database, sends in many without."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime

from notices.actions.claim_due import claim_due
from notices.actions.settle import settle_all
from notices.channels.outcome import Outcome
from notices.channels.sending import send
from notices.models import Delivery

THREADS = 32
# After the first answer the others have so long to be written down together with it.
_GATHERING_SECONDS = 0.01
Sender = Callable[..., Outcome]


class Dispatcher:
    """`turn()` again and again; `close()` waits for what is on its way, and writes down what became of it.

    Whoever is killed meanwhile leaves leases behind, which end by themselves.
    """

    def __init__(self, *, clock: Callable[[], datetime], threads: int = THREADS, sender: Sender = send) -> None:
        self._clock, self._threads, self._send = clock, threads, sender
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="sender")
        self._under_way: dict[Future[Outcome], Delivery] = {}
        self._answered: list[tuple[Delivery, Outcome]] = []

    def turn(self, *, patience: float) -> int:
        """Settles what has been answered, claims as much as there are hands free, and waits up to `patience` seconds
        for the next answer. Says how many it took on."""
        self._settle()
        claimed = claim_due(limit=self._threads - len(self._under_way), now=self._clock()) if self._has_hands else []
        for delivery in claimed:
            self._under_way[self._pool.submit(self._send, delivery, now=self._clock())] = delivery
        if self._under_way:
            wait(self._under_way, timeout=patience, return_when=FIRST_COMPLETED)
            wait(self._under_way, timeout=min(patience, _GATHERING_SECONDS))
        return len(claimed)

    @property
    def is_busy(self) -> bool:
        return bool(self._under_way)

    def close(self) -> None:
        self._pool.shutdown(wait=True)
        self._settle()

    @property
    def _has_hands(self) -> bool:
        return len(self._under_way) < self._threads

    def _settle(self) -> None:
        """An answer is forgotten only when it is written down: while the database is away it is kept."""
        for future in [future for future in self._under_way if future.done()]:
            self._answered.append((self._under_way.pop(future), future.result()))
        if self._answered:
            settle_all(self._answered, now=self._clock())
            self._answered.clear()
