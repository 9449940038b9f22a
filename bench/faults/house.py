"""The whole house on the ground, with the departments' systems beside it: each part may be killed and started again."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.faults.ground import Ground, patience
from devkit import health, ports, processes
from devkit.paths import PYTHON, ROOT
from devkit.services import manage_py

CLIENT = ROOT / "docs" / "clients" / "department.py"

# So often a part may die by itself.
MOST_DEATHS = 10


@dataclass
class House:
    """Every part by its name; what dies by itself is started again, as Compose and systemd do it."""

    place: Ground
    commands: dict[str, list[str | Path]]
    env: dict[str, str]
    port: int
    secrets: dict[str, dict[str, str]]
    running: dict[str, processes.Process] = field(default_factory=dict)
    died: dict[str, int] = field(default_factory=dict)

    def start(self, *names: str) -> None:
        """Exactly these; each once: what of it still lives is an error, not a reason for a second."""
        for name in names:
            if name == "valkey":
                self.place.valkey.start()
                continue
            if (before := self.running.get(name)) is not None:
                if before.poll() is None:
                    raise RuntimeError(f"{name} still lives and cannot be started again")
                _end_children_of(before)
            log, env = self.place.home / f"{name}.log", {**self.env, **self.secrets.get(name, {})}
            self.running[name] = processes.spawn(self.commands[name], env=env, log=log)

    def kill(self, name: str) -> None:
        if name == "valkey":
            self.place.valkey.kill()
        else:
            processes.kill(self.running[name])

    def start_again_what_died(self) -> None:
        """Once in a while something dies by itself. What dies again and again is broken, and that is not hidden."""
        for name in [name for name, process in self.running.items() if process.poll() is not None]:
            self.died[name] = self.died.get(name, 0) + 1
            if self.died[name] > MOST_DEATHS:
                raise RuntimeError(f"{name} does not stay alive: see {self.place.home / name}.log")
            self.start(name)

    def stop(self) -> None:
        for process in self.running.values():
            processes.end(process, patience=5.0)
            _end_children_of(process)

    def await_ready(self) -> None:
        until(lambda: health.ready(ports.LOOPBACK, self.port), "the web server does not get ready")


def _end_children_of(process: processes.Process) -> None:
    """Whatever outlived the one that has ended, in the group that it led."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def commands(place: Ground, *, port: int, hook: int) -> dict[str, list[str | Path]]:
    python: list[str | Path] = [PYTHON, "-m"]
    celery = [*python, "celery", "-A", "command_center"]
    url = f"http://{ports.LOOPBACK}:{port}"
    serve = ["uvicorn", "command_center.asgi:application", "--port", str(port), "--no-access-log"]
    return {
        "web": [*python, *serve, "--timeout-graceful-shutdown", "3"],
        "worker": [*celery, "worker", "--concurrency=1", "--loglevel=WARNING"],
        "beat": [*celery, "beat", f"--schedule={place.home / 'beat'}", "--pidfile=", "--loglevel=WARNING"],
        "outbox": manage_py("run_outbox"),
        "asks": [PYTHON, CLIENT, url, place.home / "asks.json"],
        "is_told": [PYTHON, CLIENT, url, place.home / "is_told.json", str(hook)],
    }


def until(is_so: Callable[[], bool], trouble: str, house: House | None = None) -> None:
    over = time.monotonic() + patience()
    while not is_so():
        if time.monotonic() > over:
            raise RuntimeError(trouble)
        if house is not None:
            house.start_again_what_died()
        time.sleep(0.3)
