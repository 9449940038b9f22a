"""Locks between several dev.py of one checkout. The kernel drops them when their holder dies, however it dies."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from devkit.say import say


class Lock:
    """An advisory lock on a file that also tells who holds it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def try_take(self, words: str = "dev.py") -> bool:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        os.ftruncate(file, 0)
        os.write(file, f"{words}, process {os.getpid()}".encode())
        self._file = file
        return True

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def holder(self) -> str:
        try:
            return self.path.read_text() or "another dev.py"
        except OSError:
            return "another dev.py"


@contextmanager
def waited_for(lock: Lock, *, words: str, waiting: Callable[[str], str]) -> Iterator[None]:
    """Waits as long as it takes, with one line saying for whom."""
    told = False
    while not lock.try_take(words):
        if not told:
            say(waiting(lock.holder()))
            told = True
        time.sleep(0.2)
    try:
        yield
    finally:
        lock.release()
