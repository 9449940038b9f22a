"""Database and broker: embedded, or each by itself the one the environment names."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from devkit import disk, locks, logs, signals
from devkit.paths import DATA, DEMO, PREPARED
from devkit.postgres import Postgres
from devkit.say import Trouble
from devkit.valkey import Valkey


@dataclass(frozen=True)
class Servers:
    """What is embedded is here; what is not is in the environment."""

    postgres: Postgres | None
    valkey: Valkey | None

    def urls(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.postgres.url() if self.postgres else os.environ["DATABASE_URL"],
            "REDIS_URL": self.valkey.url() if self.valkey else os.environ["REDIS_URL"],
        }

    def embedded(self) -> list[Postgres | Valkey]:
        return [server for server in (self.postgres, self.valkey) if server]

    def start(self) -> None:
        for server in self.embedded():
            server.start()

    def stop(self) -> None:
        for server in reversed(self.embedded()):
            server.stop()


def all_external() -> bool:
    return bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


def of_the_demo(secrets: dict[str, str]) -> Servers:
    """Durable, with their data under `.devdata`; not started yet."""
    postgres = valkey = None
    if not os.environ.get("DATABASE_URL"):
        postgres = Postgres(DATA / "postgres", password=secrets["POSTGRES_PASSWORD"], log=logs.fresh("postgres"))
    if not os.environ.get("REDIS_URL"):
        valkey = Valkey(DATA / "valkey", password=secrets["VALKEY_PASSWORD"], log=logs.fresh("valkey"))
    return Servers(postgres, valkey)


def demo_data_exist() -> bool:
    return Postgres(DATA / "postgres").exists


def remove_demo_data() -> None:
    if os.environ.get("DATABASE_URL"):
        raise Trouble(
            "--reset empties the embedded database only; DATABASE_URL names another: empty that one yourself."
        )
    Postgres(DATA / "postgres").remove()
    Valkey(DATA / "valkey").remove()
    shutil.rmtree(DATA / "beat", ignore_errors=True)
    DEMO.unlink(missing_ok=True)
    PREPARED.unlink(missing_ok=True)


@contextmanager
def for_tests() -> Iterator[tuple[Servers, Path]]:
    """A hasty pair and a folder of its own, gone afterwards; what a killed run left behind goes now."""
    disk.require(disk.FOR_RUNNING)
    DATA.mkdir(exist_ok=True)
    for old in DATA.glob("test-*"):
        _remove_if_abandoned(old)
    home = Path(tempfile.mkdtemp(prefix="test-", dir=DATA))
    home.chmod(0o755)  # the database's account must get through, when it is not ours
    with ExitStack() as stack:
        lock = locks.Lock(home / "lock")
        lock.try_take()
        stack.callback(lock.release)
        postgres = None if os.environ.get("DATABASE_URL") else Postgres(home / "postgres", durable=False)
        valkey = None if os.environ.get("REDIS_URL") else Valkey(home / "valkey", durable=False, databases=64)
        servers = Servers(postgres, valkey)
        stack.callback(_end, servers, home)
        servers.start()
        yield servers, home


def _end(servers: Servers, home: Path) -> None:
    with signals.deferred():
        servers.stop()
        _remove(home)


def _remove_if_abandoned(home: Path) -> None:
    lock = locks.Lock(home / "lock")
    if lock.try_take():
        _remove(home)
        lock.release()


def _remove(home: Path) -> None:
    Postgres(home / "postgres").remove()
    Valkey(home / "valkey").remove()
    shutil.rmtree(home, ignore_errors=True)
