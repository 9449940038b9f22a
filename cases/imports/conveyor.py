"""One batch is written by the database while the next is read: two cores, one file."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, TypeVar

from django.db import connection

T = TypeVar("T")


class Conveyor(Generic[T]):
    """Does one piece of work at a time in a thread with a connection of its own, and hands results back in order.

    Inside a transaction the work is done on the spot: another connection would not see what it has written.
    """

    def __init__(self) -> None:
        self._thread = None if connection.in_atomic_block else ThreadPoolExecutor(1, "import")
        self._under_way: Future[T] | None = None

    def put(self, work: Callable[[], T]) -> T | None:
        """Begins the work, and returns the result of the piece before once that is done; raises its error."""
        if self._thread is None:
            return work()
        before = self.end()
        self._under_way = self._thread.submit(work)
        return before

    def end(self) -> T | None:
        """The result of the last piece."""
        last, self._under_way = self._under_way, None
        return last.result() if last is not None else None

    def __enter__(self) -> "Conveyor[T]":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._thread is not None:
            self._thread.submit(_close)
            self._thread.shutdown()


def _close() -> None:
    """A function of its own: which connection is meant is decided by the thread that asks."""
    connection.close()
