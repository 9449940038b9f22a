"""Ctrl-C, SIGTERM and SIGHUP all mean: stop cleanly."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from devkit import processes

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(KeyboardInterrupt):
    """Raised in the main thread by whichever signal asks us to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise Interrupted(number)


def install() -> None:
    # SIGINT is taken even if inherited as ignored, as in a script's background job; SIGHUP then means nohup.
    for number in STOPPING:
        if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
            continue
        signal.signal(number, _interrupt)


@contextmanager
def deferred() -> Iterator[None]:
    """While stopping, a second signal changes nothing: every wait in there has its limit."""
    before = [(number, signal.signal(number, lambda *_: None)) for number in STOPPING]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


@contextmanager
def handed_to(process: processes.Process) -> Iterator[None]:
    """A command in the foreground decides itself what a signal means; a terminal's Ctrl-C has reached it already."""

    def pass_on(number: int, frame: FrameType | None) -> None:
        if process.poll() is None:
            process.send_signal(number)

    before = [(number, signal.getsignal(number)) for number in STOPPING]
    signal.signal(signal.SIGINT, (lambda *_: None) if sys.stdin.isatty() else pass_on)
    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGHUP, pass_on)
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
