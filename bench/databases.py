"""Seeded databases, one for each size, kept; and the copy that a run may spoil."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import psycopg2
from psycopg2 import sql

from devkit import disk, logs, processes, steps
from devkit.paths import PYTHON, ROOT
from devkit.services import manage_py

BYTES_A_CASE = 14_000
# What the seeded rows depend on: another state of these, and a kept database is of yesterday's tables.
_SOURCES = ("*/migrations/*.py", "*/data/*", "bench/seeding/*.py", "command_center/demo/**/*.py")


class Server(Protocol):
    def url(self, database: str = ...) -> str: ...


@dataclass
class Databases:
    """`prefix` begins the names of all; so many cases at most live their own lives, all others are copies."""

    postgres: Server
    env: dict[str, str]
    prefix: str = "bench"
    most_lives: int = 10_000

    def seeded(self, cases: int, *, again: bool = False) -> tuple[str, float]:
        """The name of the database of so many cases, made when it is not there; and how long its making took."""
        name = f"{self.prefix}_{cases}"
        with self._cursor() as cursor:
            known = _comment(cursor, name)
            if known and not again and known["sources"] == fingerprint():
                return name, known["seconds"]
            for old in (name, self._making):
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(old)))
        disk.require(cases * BYTES_A_CASE * 2, at=ROOT)
        return name, self._make(name, cases)

    @contextmanager
    def copy_of(self, name: str) -> Iterator[dict[str, str]]:
        """The environment for a copy of the database, which is thrown away afterwards."""
        line = steps.Line(f"copying {name}")
        with self._cursor() as cursor:
            _drop(cursor, self._run)
            statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy"
            cursor.execute(sql.SQL(statement).format(sql.Identifier(self._run), sql.Identifier(name)))
        line.done()
        try:
            yield self.env_for(self._run)
        finally:
            with self._cursor() as cursor:
                _drop(cursor, self._run)

    def version(self) -> str:
        with self._cursor() as cursor:
            cursor.execute("SHOW server_version")
            (version,) = cursor.fetchone()
        return str(version)

    def env_for(self, database: str) -> dict[str, str]:
        return self.env | {"DATABASE_URL": self.postgres.url(database)}

    def _make(self, name: str, cases: int) -> float:
        """Under another name until it is whole."""
        began = time.monotonic()
        with self._cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {self._making}")
            # One checkpoint for all, not one a gigabyte.
            _set(cursor, {"max_wal_size": "16GB", "checkpoint_timeout": "30min"})
        try:
            self._fill(cases)
        finally:
            with self._cursor() as cursor:
                _set(cursor, {"max_wal_size": None, "checkpoint_timeout": None})
        seconds = time.monotonic() - began
        with self._cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {self._making} RENAME TO {name}")
            note = json.dumps({"cases": cases, "seconds": round(seconds, 1), "sources": fingerprint()})
            cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [note])
        return seconds

    def _fill(self, cases: int) -> None:
        lives = min(cases, self.most_lives)
        env = self.env_for(self._making)
        python: list[str | Path] = [PYTHON, "-m"]
        steps.run("creating the tables", manage_py("migrate", "--verbosity", "0"), env=env)
        steps.run("loading the district", [*python, "bench.seeding.reference"], env=env)
        parts = [[*python, "bench.seeding.lives", "--cases", str(lives), "--part", p, "--of", "2"] for p in "01"]
        _together(f"living {lives:,} lives", parts, env=env)
        size = ["--cases", str(cases)]
        steps.run(f"making {cases:,} cases of them", [*python, "bench.seeding.copies", *size], env=env)
        steps.run("blowing whistles", [*python, "bench.seeding.whistles", *size], env=env)

    @property
    def _making(self) -> str:
        return f"{self.prefix}_making"

    @property
    def _run(self) -> str:
        return f"{self.prefix}_run"

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        """Outside of any transaction, which databases cannot be made in."""
        connection = psycopg2.connect(self.postgres.url())
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()


def fingerprint() -> str:
    """Of everything that decides which rows a seeded database holds."""
    files = sorted({path for pattern in _SOURCES for path in ROOT.glob(pattern) if path.is_file()})
    digest = sha256()
    for path in files:
        if "__pycache__" not in path.parts and not path.is_relative_to(ROOT / ".devdata"):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _together(title: str, commands: Sequence[Sequence[str | Path]], *, env: dict[str, str]) -> None:
    log = steps.setup_log()
    others = [processes.spawn(command, env=env, log=log) for command in commands[1:]]
    try:
        steps.run(title, commands[0], env=env)
        for other in others:
            if other.wait():
                raise steps.Trouble(f"{title}: failed; see {log}\n{logs.tail(log)}")
    finally:
        for other in others:
            processes.kill(other)


def _comment(cursor: Any, name: str) -> dict[str, Any] | None:
    cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
    row = cursor.fetchone()
    with suppress(ValueError, TypeError):
        found: dict[str, Any] = json.loads(row[0])
        return found
    return None


def _drop(cursor: Any, name: str) -> None:
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _set(cursor: Any, settings: dict[str, str | None]) -> None:
    for name, value in settings.items():
        cursor.execute(f"ALTER SYSTEM SET {name} = '{value}'" if value else f"ALTER SYSTEM RESET {name}")
    cursor.execute("SELECT pg_reload_conf()")
