"""Keeps the parts of the centre alive: what dies is started again, later each time, and a line says so."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from devkit import logs, processes
from devkit.say import Trouble, say

LONGEST_PAUSE = 60.0
SETTLED_AFTER = 60.0  # alive this long, a part is forgiven its earlier deaths


class Part(Protocol):
    name: str
    process: processes.Process | None
    log: Path

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def alive(self) -> bool: ...


@dataclass
class Watched:
    part: Part
    started: float = 0.0
    deaths: int = 0
    again_at: float | None = None


@dataclass
class Supervisor:
    watched: list[Watched] = field(default_factory=list)

    def start(self, part: Part) -> None:
        entry = Watched(part)
        self.watched.append(entry)
        self._start(entry)

    def stop_all(self) -> None:
        """In the reverse order of starting, each within its own patience."""
        while self.watched:
            self.watched.pop().part.stop()

    def restart(self, name: str) -> None:
        entry = next(entry for entry in self.watched if entry.part.name == name)
        entry.part.stop()
        self._start(entry)

    def age(self, name: str) -> float:
        """Seconds since the part was last started."""
        return time.monotonic() - next(entry.started for entry in self.watched if entry.part.name == name)

    def look(self) -> None:
        """One round over all parts; to be called about once a second."""
        for entry in self.watched:
            logs.keep_small(entry.part.log)
            if entry.part.alive():
                if entry.deaths and time.monotonic() - entry.started > SETTLED_AFTER:
                    entry.deaths = 0
            elif entry.again_at is None:
                self._note_death(entry)
            elif time.monotonic() >= entry.again_at:
                self._start(entry)

    def _note_death(self, entry: Watched) -> None:
        pause = pause_after(entry.deaths)
        entry.deaths += 1
        entry.again_at = time.monotonic() + pause
        process = entry.part.process
        status = processes.exit_status(process) if process else "unknown"
        say(f"! {entry.part.name} ended with status {status}; starting it again in {pause:.0f} s. See {entry.part.log}")

    def _start(self, entry: Watched) -> None:
        entry.started, entry.again_at = time.monotonic(), None
        try:
            entry.part.start()
        except Trouble as problem:
            if not entry.deaths:  # the first start of all: nothing to keep alive yet
                raise
            say(f"! {problem}")


def pause_after(deaths: int) -> float:
    """1, 2, 4, … seconds, at most a minute."""
    return min(2.0 ** min(deaths, 10), LONGEST_PAUSE)
