"""The processes of a running centre, as the supervisor sees them."""

import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from devkit import logs, processes
from devkit.paths import DATA, PYTHON, ROOT


@dataclass
class Service:
    """`start()` again after `stop()` or a death; its output goes to its log."""

    name: str
    argv: Sequence[str | Path]
    env: Mapping[str, str]
    patience: float = 10.0
    process: processes.Process | None = None
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = logs.fresh(self.name)

    def start(self) -> None:
        self.process = processes.spawn(self.argv, env=self.env, log=self.log)

    def stop(self) -> None:
        processes.end(self.process, first=signal.SIGTERM, patience=self.patience)

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


def web(env: Mapping[str, str], *, host: str, port: int) -> Service:
    command = ["uvicorn", "command_center.asgi:application", "--host", host, "--port", str(port)]
    # Open streams would hold a stop for ever; connections kept in an ASGI process belong to no thread that returns.
    command += ["--timeout-graceful-shutdown", "3", "--no-access-log"]  # the centre logs requests itself
    return Service("web", [PYTHON, "-m", *command], {**env, "CENTER_CONN_MAX_AGE": "0"}, patience=6.0)


def worker(env: Mapping[str, str]) -> Service:
    return Service("worker", _celery("worker", "--concurrency=3", "--loglevel=INFO"), env)


def beat(env: Mapping[str, str]) -> Service:
    folder = DATA / "beat"
    folder.mkdir(exist_ok=True)
    # No pid file: after a kill it would keep the next beat from starting.
    return Service("beat", _celery("beat", f"--schedule={folder / 'schedule'}", "--pidfile=", "--loglevel=INFO"), env)


def outbox(env: Mapping[str, str]) -> Service:
    return Service("outbox", manage_py("run_outbox"), env, patience=20.0)


def simulator(env: Mapping[str, str], *, url: str) -> Service:
    return Service("simulator", manage_py("simulate", "--url", url), env, patience=5.0)


def manage_py(*arguments: str) -> list[str | Path]:
    return [PYTHON, ROOT / "manage.py", *arguments]


def _celery(*arguments: str) -> list[str | Path]:
    return [PYTHON, "-m", "celery", "-A", "command_center", *arguments]
