"""A PostgreSQL and a Valkey that may be killed, with cases whose clocks fall due when time is let run."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from devkit import environment, keys, processes
from devkit.paths import PYTHON, ROOT
from devkit.postgres import Postgres
from devkit.services import manage_py
from devkit.valkey import Valkey

BASE, RUN = "faults_base", "faults_run"


@dataclass
class Ground:
    """`env` is that of every process of a proof: it works on a fresh copy of the base."""

    postgres: Postgres
    valkey: Valkey
    env: Mapping[str, str]
    home: Path

    def run(self, module: str, *arguments: object, **more: str) -> str:
        """A process of the proof, to its end; what it printed. Raises CalledProcessError."""
        command, env = self.command(module, *arguments), {**self.env, **more}
        return subprocess.run(command, cwd=ROOT, env=env, check=True, text=True, stdout=subprocess.PIPE).stdout

    def begin(self, module: str, *arguments: object, **more: str) -> subprocess.Popen[str]:
        """The same, not waited for; its lines can be read."""
        command = self.command(module, *arguments)
        return subprocess.Popen(command, cwd=ROOT, env={**self.env, **more}, text=True, stdout=subprocess.PIPE)

    def command(self, module: str, *arguments: object) -> list[str]:
        return [str(PYTHON), "-m", f"bench.faults.{module}", *map(str, arguments)]

    def fresh(self) -> None:
        """The base as it was before the last proof."""
        with psycopg2_autocommit(self.postgres.url()) as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {RUN} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {RUN} TEMPLATE {BASE} STRATEGY file_copy")


@contextmanager
def ground(home: Path, *, cases: int) -> Iterator[Ground]:
    """Servers with so many dispatched cases, each with a signing, a contact and a handling clock."""
    postgres, valkey = Postgres(home / "postgres", durable=True), Valkey(home / "valkey", durable=True)
    try:
        postgres.start()
        valkey.start()
        env = _environment(home, postgres=postgres, valkey=valkey)
        place = Ground(postgres, valkey, env, home)
        _fill(place, cases=cases)
        yield place
    finally:
        valkey.remove()
        postgres.remove()


def _environment(home: Path, *, postgres: Postgres, valkey: Valkey) -> dict[str, str]:
    (home / "static").mkdir(exist_ok=True)
    return (
        environment.for_children()
        | keys.for_django(keys.generate())
        | {
            "DJANGO_SETTINGS_MODULE": "command_center.settings",
            "CENTER_MODE": "demo",
            "CENTER_DATA_DIR": str(home),
            "CENTER_STATIC_ROOT": str(home / "static"),
            "CENTER_LOG_LEVEL": "WARNING",
            "DATABASE_URL": postgres.url(RUN),
            "REDIS_URL": valkey.url(),
        }
    )


def _fill(place: Ground, *, cases: int) -> None:
    with psycopg2_autocommit(place.postgres.url()) as cursor:
        cursor.execute(f"CREATE DATABASE {BASE}")
    env = {**place.env, "DATABASE_URL": place.postgres.url(BASE)}
    for command in (
        manage_py("migrate", "--verbosity", "0"),
        manage_py("load_reference", "--verbosity", "0"),
        place.command("filling", cases),
    ):
        done = processes.answer(command, env={**env, "PYTHONPATH": str(ROOT)})
        if done.returncode:
            raise RuntimeError(f"filling the ground failed: {done.stderr[-2000:]}")


@contextmanager
def psycopg2_autocommit(url: str) -> Iterator["psycopg2.extensions.cursor"]:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def patience() -> float:
    """Seconds that a proof waits for what must come; a busy machine is given more by the environment."""
    return float(os.environ.get("CENTER_FAULTS_PATIENCE", "180"))
