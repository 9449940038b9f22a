"""`dev.py manage …`: any management command on the demo data; stdout and stdin are the command's alone."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from devkit import district, keys, locks, processes, running, servers, services, settings, signals
from devkit.bootstrap import bootstrap
from devkit.paths import PREPARED, SECRETS
from devkit.say import Trouble

SECONDS_TO_WAIT = 120
# These need no rows, or are what one runs while the models cannot be migrated.
NEED_NO_DATA = {
    "check",
    "compilemessages",
    "demo",
    "diffsettings",
    "flush",
    "help",
    "makemessages",
    "makemigrations",
    "migrate",
    "showmigrations",
    "spectacular",
    "sqlmigrate",
}


def manage(arguments: list[str]) -> int:
    bootstrap()
    with _environment() as env:
        if needs_data(arguments) and not PREPARED.exists() and not servers.all_external():
            district.load(env)
        command = services.manage_py(*arguments)
        process = processes.spawn(command, env=env, stdin=None, own_group=False, at_our_death=signal.SIGTERM)
        with signals.handed_to(process):
            process.wait()
        return processes.exit_status(process)


def needs_data(arguments: list[str]) -> bool:
    """Whether a database that nobody has filled yet gets its tables and the demo district first."""
    return bool(arguments) and arguments[0] not in NEED_NO_DATA and not {"-h", "--help"} & set(arguments)


@contextmanager
def _environment() -> Iterator[dict[str, str]]:
    """The variables for the servers of a running `up`, or for servers started for this command alone."""
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    lock = running.lock()
    noted = {} if len(given) == 2 else _noted_or_locked(lock)
    secrets = keys.kept(SECRETS, data_exists=servers.demo_data_exist())
    if noted is not None:
        yield settings.for_demo(noted | given, secrets=secrets)
        return
    pair = servers.of_the_demo(secrets)
    try:
        pair.start()
        yield settings.for_demo(pair.urls(), secrets=secrets)
    finally:
        with signals.deferred():
            pair.stop()
            lock.release()


def _noted_or_locked(lock: locks.Lock) -> dict[str, str] | None:
    """The addresses a running `up` has noted; None when nobody runs the servers, and then the lock is ours."""
    until = time.monotonic() + SECONDS_TO_WAIT
    while not lock.try_take("dev.py manage"):
        noted = running.noted_urls()
        if noted:
            return noted
        if time.monotonic() > until:
            raise Trouble(f"The demo data of this checkout are in use by {lock.holder()}: wait for it, or stop it.")
        time.sleep(0.2)
    running.forget()
    return None
