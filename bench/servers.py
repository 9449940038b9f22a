"""The bench's own PostgreSQL and Valkey, durable and set as in production; its data are kept from run to run."""

from collections.abc import Iterator
from contextlib import contextmanager

from bench.home import HOME, SECRETS
from devkit import disk, environment, keys, locks, logs
from devkit.paths import DATA
from devkit.postgres import Postgres
from devkit.say import Trouble
from devkit.servers import Servers
from devkit.valkey import Valkey

# As docker-compose.yml sets it; a memory of 1 GB is what a small host gives it.
SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "replica",
    "shared_buffers": "1GB",
    "random_page_cost": "1.1",
    "max_connections": "100",
}


@contextmanager
def running() -> Iterator[tuple[Servers, dict[str, str]]]:
    """The pair of servers, and the environment of everything that runs on them, as yet without a database."""
    HOME.mkdir(parents=True, exist_ok=True)
    HOME.chmod(0o755)  # the database's account must get through, when it is not ours
    lock = locks.Lock(HOME / "bench.lock")
    if not lock.try_take("dev.py bench"):
        raise Trouble(f"Another bench of this checkout is running: {lock.holder()}.")
    disk.require(disk.FOR_RUNNING, at=HOME)
    secrets = keys.kept(SECRETS, data_exists=Postgres(HOME / "postgres").exists)
    pair = Servers(
        Postgres(
            HOME / "postgres",
            password=secrets["POSTGRES_PASSWORD"],
            log=logs.fresh("bench-postgres"),
            settings=SETTINGS,
        ),
        Valkey(HOME / "valkey", password=secrets["VALKEY_PASSWORD"], log=logs.fresh("bench-valkey")),
    )
    try:
        pair.start()
        yield pair, environment_of(secrets)
    finally:
        pair.stop()
        lock.release()


def environment_of(secrets: dict[str, str]) -> dict[str, str]:
    static = HOME / "static"
    static.mkdir(exist_ok=True)
    return (
        environment.for_children()
        | keys.for_django(secrets)
        | {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "CENTER_MODE": "demo",
            "CENTER_DATA_DIR": str(HOME),
            "CENTER_STATIC_ROOT": str(static),
            "CENTER_LOG_LEVEL": "WARNING",
            # Counted as in production, but never refused: one client stands for a city.
            "CENTER_API_RATE": "100000000",
            "PYTHONPATH": str(DATA.parent),
        }
    )
