"""Starting and ending children so that none outlives dev.py, not even after `kill -9`."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from devkit.paths import ROOT

Command = Sequence[str | Path]
Process = subprocess.Popen[bytes]
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Account:
    """The system account a child runs under, when it may not be ours."""

    uid: int
    gid: int


def spawn(
    argv: Command,
    *,
    env: Mapping[str, str],
    log: Path | None = None,
    stdin: int | IO[bytes] | None = subprocess.DEVNULL,
    account: Account | None = None,
    at_our_death: signal.Signals = signal.SIGKILL,
    own_group: bool = True,
    cwd: Path = ROOT,
) -> Process:
    """A child that gets `at_our_death` when this process ends in whatever way.

    Only to be called from the main thread: the kernel sends that signal when the starting *thread* ends.
    In a group of its own a child does not see the terminal's Ctrl-C; without `log` it has our stdout and stderr.
    """
    output = log.open("ab") if log else None
    try:
        return subprocess.Popen(
            [str(part) for part in argv],
            env=dict(env),
            cwd=cwd,
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=own_group,
            preexec_fn=_dies_with_us(at_our_death),  # noqa: PLW1509 - dev.py has no threads
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[account.gid] if account else None,
        )
    finally:
        if output:
            output.close()


def answer(
    argv: Command, *, env: Mapping[str, str], account: Account | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Runs something short to its end and keeps what it said."""
    return subprocess.run(
        [str(part) for part in argv],
        env=dict(env),
        cwd="/",  # an account other than ours may not enter the folder we stand in
        input=stdin,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[account.gid] if account else None,
    )


def _dies_with_us(wish: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def ask_the_kernel() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(wish), 0, 0, 0)
            if os.getppid() != parent:  # it died before the request was in place
                os._exit(1)

    return ask_the_kernel


def end(process: Process | None, *, first: signal.Signals = signal.SIGTERM, patience: float = 10.0) -> None:
    """Asks with `first`, waits `patience` seconds, then kills the whole group."""
    if process is None or process.poll() is not None:
        return
    process.send_signal(first)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        kill(process)


def kill(process: Process | None) -> None:
    if process is None or process.poll() is not None:
        return
    with suppress(ProcessLookupError, PermissionError):
        if os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def exit_status(process: Process) -> int:
    """As a shell would give it: 128 + n after signal n."""
    code = process.returncode
    return code if code >= 0 else 128 - code
