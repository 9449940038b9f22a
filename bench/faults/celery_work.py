"""The house's own worker and beat on the ground, with a clock that stands behind everything that falls due."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.faults.filling import SPAN, START
from bench.faults.ground import Ground
from devkit import processes
from devkit.paths import PYTHON

# How long a worker may be silent before it ends itself: two beats and some more; production gives it longer.
SILENCE = 40


@dataclass
class House:
    """What dies is started again, as Compose and systemd do it."""

    place: Ground
    due: Callable[[], bool]
    commands: list[list[str | Path]]
    env: dict[str, str]
    running: list[processes.Process] = field(default_factory=list)
    restarts: int = 0

    def start(self) -> None:
        self.running = [self._start(command) for command in self.commands]

    def stop(self) -> None:
        for process in self.running:
            processes.end(process, patience=5.0)

    def until_nothing_is_due(self, *, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self.due():
            self._start_again_what_died()
            if time.monotonic() > until:
                raise RuntimeError(f"after {seconds:g} s there are still rungs due")
            time.sleep(0.3)

    def _start_again_what_died(self) -> None:
        for place, process in enumerate(self.running):
            if process.poll() is not None:
                self.running[place] = self._start(self.commands[place])
                self.restarts += 1

    def _start(self, command: list[str | Path]) -> processes.Process:
        return processes.spawn(command, env=self.env, log=self.place.home / "celery.log")


@contextmanager
def at_work(place: Ground, *, beats: int, due: Callable[[], bool]) -> Iterator[House]:
    offset = (START + SPAN).timestamp() - time.time()
    env = {**place.env, "CENTER_TIME_OFFSET": str(offset), "CENTER_WORKER_MAX_SILENCE": str(SILENCE)}
    celery: list[str | Path] = [PYTHON, "-m", "celery", "-A", "command_center"]
    commands = [[*celery, "worker", "--concurrency=2", "--loglevel=WARNING"]]
    for number in range(beats):
        schedule = place.home / f"beat-{number}"
        commands.append([*celery, "beat", f"--schedule={schedule}", "--pidfile=", "--loglevel=WARNING"])
    house = House(place, due, commands, env)
    house.start()
    try:
        yield house
    finally:
        house.stop()
