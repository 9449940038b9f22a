"""The production servers of a run, on one copy of the database: gunicorn, and when asked for worker and beat."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from bench.cpu import family, resident_megabytes
from bench.home import HOME
from devkit import health, logs, ports, services
from devkit.paths import PYTHON, ROOT
from devkit.say import Trouble
from devkit.services import Service

SECONDS_TO_READY = 60


@dataclass
class Serving:
    env: Mapping[str, str]
    port: int = field(default_factory=ports.free)
    _web: Service | None = None

    @property
    def url(self) -> str:
        return f"http://{ports.LOOPBACK}:{self.port}"

    def web(self) -> Service:
        """gunicorn as production runs it, started when first asked for."""
        if self._web is None:
            command = ["gunicorn", "--config", ROOT / "deploy" / "gunicorn.conf.py", "command_center.wsgi"]
            env = {**self.env, "CENTER_WEB_BIND": f"{ports.LOOPBACK}:{self.port}"}
            self._web = Service("bench-web", [PYTHON, "-m", *command], env)
            self._web.start()
            self._await_ready(self._web, self.port)
        return self._web

    @contextmanager
    def stream(self, port: int) -> Iterator[Service]:
        """uvicorn as production runs it, and the outbox, while the block runs."""
        uvicorn = ["uvicorn", "command_center.asgi:application", "--port", str(port), "--no-access-log"]
        stream = Service("bench-stream", [PYTHON, "-m", *uvicorn], {**self.env, "CENTER_CONN_MAX_AGE": "0"}, patience=5)
        outbox = services.outbox(self.env)
        try:
            stream.start()
            outbox.start()
            self._await_ready(stream, port)
            yield stream
        finally:
            outbox.stop()
            stream.stop()

    def web_megabytes(self) -> list[float]:
        """Resident memory of each worker process of gunicorn; the first of the family is their master."""
        process = self._web.process if self._web else None
        return [resident_megabytes(pid) for pid in family(process.pid)[1:]] if process else []

    @contextmanager
    def workers(self) -> Iterator[Service]:
        """Worker and beat while the block runs."""
        schedule = HOME / "beat-schedule"
        with suppress(FileNotFoundError):
            os.remove(schedule)  # what was due long ago by another run's clock
        celery = [PYTHON, "-m", "celery", "-A", "command_center"]
        worker = Service("bench-worker", [*celery, "worker", "--concurrency=3", "--loglevel=WARNING"], self.env)
        beat = Service(
            "bench-beat", [*celery, "beat", f"--schedule={schedule}", "--pidfile=", "--loglevel=WARNING"], self.env
        )
        try:
            worker.start()
            beat.start()
            yield worker
        finally:
            beat.stop()
            worker.stop()

    def stop(self) -> None:
        if self._web is not None:
            self._web.stop()

    def _await_ready(self, web: Service, port: int) -> None:
        until = time.monotonic() + SECONDS_TO_READY
        while not health.ready(ports.LOOPBACK, port):
            if not web.alive() or time.monotonic() > until:
                raise Trouble(f"{web.name} does not get ready:\n{logs.tail(web.log)}")
            time.sleep(0.1)
