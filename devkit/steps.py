"""One piece of work after another, each with a line that shows it is alive and how many seconds it took."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from devkit import logs, processes
from devkit.paths import SETUP_LOG
from devkit.say import Trouble, on_terminal, rewrite, say

SECONDS_BETWEEN_LINES = 10


def run(title: str, argv: Sequence[str | Path], *, env: Mapping[str, str]) -> None:
    """Runs a command with its output in the setup log; a failure shows the end of that output and stops."""
    status = attempt(title, argv, env=env, log=setup_log())
    if status:
        say(logs.tail(SETUP_LOG))
        full = "No space left on device" in logs.tail(SETUP_LOG, 60)
        raise Trouble(f"{title}: {'the disk is full' if full else f'failed with status {status}'}; see {SETUP_LOG}")


def attempt(title: str, argv: Sequence[str | Path], *, env: Mapping[str, str], log: Path) -> int:
    with log.open("a") as file:
        file.write(f"$ {' '.join(map(str, argv))}\n")
    return follow(title, processes.spawn(argv, env=env, log=log))


def follow(title: str, process: processes.Process) -> int:
    """Waits for a child that runs already; should the wait be interrupted, the child is ended."""
    line = Line(title)
    try:
        while True:
            try:
                process.wait(1.0)
                break
            except subprocess.TimeoutExpired:
                line.tick()
    finally:
        processes.kill(process)
        line.done(processes.exit_status(process))
    return processes.exit_status(process)


def setup_log() -> Path:
    SETUP_LOG.parent.mkdir(parents=True, exist_ok=True)
    logs.keep_small(SETUP_LOG, largest=1024 * 1024)
    return SETUP_LOG


class Line:
    """`· title  12 s` while it works, `✓ title  13.1 s` after; one line on a terminal, few lines elsewhere."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.began = time.monotonic()
        self.spoke = self.began
        if on_terminal():
            rewrite(f"· {title}")
        else:
            say(f"· {title} …")

    def tick(self) -> None:
        now = time.monotonic()
        if on_terminal():
            rewrite(f"· {self.title}  {now - self.began:.0f} s")
        elif now - self.spoke >= SECONDS_BETWEEN_LINES:
            self.spoke = now
            say(f"· {self.title}  {now - self.began:.0f} s")

    def done(self, status: int = 0) -> None:
        if on_terminal():
            rewrite("")
        say(f"{'✗' if status else '✓'} {self.title}  {time.monotonic() - self.began:.1f} s")
