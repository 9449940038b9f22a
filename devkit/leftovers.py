"""Servers that outlived a killed dev.py. Each is recognised by its folder before anything is done to it."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path


def end_postgres(data: Path) -> None:
    """Ends an old server on this data; removes a stale pid file, whose number may be another process by now."""
    pid_file = data / "postmaster.pid"
    pid = _first_number(pid_file)
    if pid is None:
        return
    if _runs_on(pid, data):
        _end(pid, (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL), data)
    if not _runs_on(pid, data):
        pid_file.unlink(missing_ok=True)


def end_valkey(folder: Path) -> None:
    pid = _first_number(folder / "valkey.pid")
    if pid is not None and _runs_on(pid, folder):
        _end(pid, (signal.SIGTERM, signal.SIGKILL), folder)


def _first_number(file: Path) -> int | None:
    try:
        return int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _runs_on(pid: int, folder: Path) -> bool:
    """Both servers make their folder the working directory."""
    try:
        here = Path(os.readlink(f"/proc/{pid}/cwd"))
    except OSError:
        return False
    return here == folder.resolve()


def _end(pid: int, signals: tuple[signal.Signals, ...], folder: Path) -> None:
    for number in signals:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        until = time.monotonic() + 10
        while _runs_on(pid, folder) and time.monotonic() < until:
            time.sleep(0.05)
        if not _runs_on(pid, folder):
            return
