"""Words to the person at the terminal. They go to stderr, so that stdout belongs to what a command prints."""

import sys
from typing import TextIO


class Trouble(Exception):
    """Something the person can do something about; shown as its one line, never as a traceback."""


def say(text: str) -> None:
    _write(sys.stderr, text + "\n")


def show(text: str) -> None:
    """A result, on stdout."""
    _write(sys.stdout, text + "\n")


def rewrite(text: str) -> None:
    """Replaces the terminal's current line; only for a terminal."""
    _write(sys.stderr, f"\r\x1b[K{text}")


def on_terminal() -> bool:
    return sys.stderr.isatty()


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text.encode(stream.encoding or "utf-8", "replace").decode(stream.encoding or "utf-8"))
        stream.flush()
    except OSError:
        # The reader has gone (`dev.py up | head`, a closed terminal): the work goes on without words.
        pass
