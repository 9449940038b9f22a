"""An embedded PostgreSQL on the loopback address, its port and data kept over restarts."""

import secrets
import signal
import time
from collections.abc import Mapping
from pathlib import Path

from devkit import accounts, binaries, cluster, leftovers, logs, ports, processes
from devkit.say import Trouble

SECONDS_TO_START = 120  # recovery of a killed server included
SECONDS_TO_STOP = 30.0
COMMON = {"listen_addresses": ports.LOOPBACK, "unix_socket_directories": "", "max_connections": "200"}
# Loses data with the machine, but not with a killed process: tests kill servers and look what is left.
HASTY = {"fsync": "off", "full_page_writes": "off"}


class Postgres:
    """`start()`, `stop()`, `kill()` in any order; `url()` once started. `home` is a folder of its own."""

    name = "postgres"

    def __init__(
        self,
        home: Path,
        *,
        durable: bool = True,
        password: str = "",
        log: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.home = home
        self.settings = settings or {}
        self.durable = durable
        self.password = password or secrets.token_hex(24)
        self.port = 0
        self.process: processes.Process | None = None
        self.log = log or home / "postgres.log"

    @property
    def exists(self) -> bool:
        return self.data.exists()

    @property
    def data(self) -> Path:
        return accounts.known_place(self.home) / "data"

    def url(self, database: str = cluster.DATABASE) -> str:
        return f"postgres://{cluster.USER}:{self.password}@{ports.LOOPBACK}:{self.port}/{database}"

    def start(self) -> None:
        account = accounts.for_server(self.data)
        place = accounts.place_for(self.home, account)
        programs = binaries.postgres(place, account)
        if self.exists:
            cluster.check_version(self.data, programs=programs)
            leftovers.end_postgres(self.data)
        else:
            cluster.make(self.data, programs=programs, password=self.password, account=account, durable=self.durable)
        # A killed server's last children may hold its memory for a moment, and a free port may be taken meanwhile.
        for pause in (0.0, 1.0, 3.0):
            time.sleep(pause)
            port = self.port or ports.free()
            if self._try(programs / "postgres", port=port, account=account):
                self.port = port
                return
        raise Trouble(f"PostgreSQL does not start:\n{logs.tail(self.log, 5)}")

    def stop(self) -> None:
        """Fast shutdown: clients are cut off, nothing committed is lost."""
        processes.end(self.process, first=signal.SIGINT, patience=SECONDS_TO_STOP)

    def kill(self) -> None:
        processes.kill(self.process)

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def remove(self) -> None:
        self.stop()
        leftovers.end_postgres(self.data)
        accounts.forget_place(self.home)

    def _try(self, program: Path, *, port: int, account: processes.Account | None) -> bool:
        settings = COMMON | ({} if self.durable else HASTY) | {**self.settings, "port": str(port)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.process = processes.spawn(
            [program, "-D", self.data, *options],
            env={"LC_ALL": "C.UTF-8", "TZ": "UTC"},
            log=self.log,
            account=account,
            at_our_death=signal.SIGINT,
            cwd=Path("/"),
        )
        return self._ready(self.process)

    def _ready(self, process: processes.Process) -> bool:
        """The server writes its own state into its pid file; line 1 tells that the file is not the last one's."""
        until = time.monotonic() + SECONDS_TO_START
        while process.poll() is None and time.monotonic() < until:
            try:
                lines = (self.data / "postmaster.pid").read_text().splitlines()
            except OSError:
                lines = []
            if len(lines) >= 8 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
                return True
            time.sleep(0.02)
        processes.kill(process)
        return False
