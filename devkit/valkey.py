"""An embedded Valkey on the loopback address: Celery's broker and Django's cache."""

import secrets
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from devkit import binaries, leftovers, logs, ports, processes
from devkit.environment import for_children
from devkit.say import Trouble, say

SECONDS_TO_START = 30
SECONDS_TO_STOP = 10.0


class Valkey:
    """`start()`, `stop()`, `kill()` in any order; `url()` once started. `home` is a folder of its own."""

    name = "valkey"

    def __init__(
        self, home: Path, *, durable: bool = True, password: str = "", databases: int = 16, log: Path | None = None
    ) -> None:
        self.home = home
        self.durable = durable
        self.password = password or secrets.token_hex(24)
        self.databases = databases
        self.port = 0
        self.process: processes.Process | None = None
        self.log = log or home / "valkey.log"

    def url(self, database: int = 0) -> str:
        return f"redis://:{self.password}@{ports.LOOPBACK}:{self.port}/{database}"

    def start(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        leftovers.end_valkey(self.home)
        if self._try() or self._try():  # the free port may have been taken meanwhile
            return
        if self._set_aside() and self._try():
            return
        raise Trouble(f"Valkey does not start:\n{logs.tail(self.log, 5)}")

    def stop(self) -> None:
        processes.end(self.process, patience=SECONDS_TO_STOP)

    def kill(self) -> None:
        processes.kill(self.process)

    def remove(self) -> None:
        self.stop()
        leftovers.end_valkey(self.home)
        shutil.rmtree(self.home, ignore_errors=True)

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def configuration(self, port: int) -> str:
        settings = {
            "bind": ports.LOOPBACK,
            "port": str(port),
            "dir": quoted(self.home),
            "pidfile": quoted(self.home / "valkey.pid"),
            "requirepass": self.password,
            "databases": str(self.databases),
            "appendonly": "yes" if self.durable else "no",
            "save": '""',
        }
        return "".join(f"{name} {value}\n" for name, value in settings.items())

    def _try(self) -> bool:
        port = self.port or ports.free()
        # By stdin, so that the password is in no list of processes and the path may hold spaces.
        process = processes.spawn(
            [binaries.valkey(), "-"],
            env=for_children(),
            log=self.log,
            stdin=subprocess.PIPE,
            at_our_death=signal.SIGTERM,
        )
        assert process.stdin is not None
        with suppress(BrokenPipeError), process.stdin as configuration:
            configuration.write(self.configuration(port).encode())
        self.process = process
        if self._ready(process, port):
            self.port = port
            return True
        return False

    def _ready(self, process: processes.Process, port: int) -> bool:
        until = time.monotonic() + SECONDS_TO_START
        while process.poll() is None and time.monotonic() < until:
            if self._answers(port):
                return True
            time.sleep(0.02)
        processes.kill(process)
        return False

    def _answers(self, port: int) -> bool:
        try:
            with socket.create_connection((ports.LOOPBACK, port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\nQUIT\r\n".encode())
                answer = b""
                while part := connection.recv(1024):
                    answer += part
        except OSError:
            return False
        return b"+PONG" in answer

    def _set_aside(self) -> bool:
        """Messages are worth less than a start: sweeps find again whatever a lost message was about."""
        written = self.home / "appendonlydir"
        if not written.exists():
            return False
        aside = self.home / f"unreadable-{secrets.token_hex(4)}"
        written.replace(aside)
        say(f"Valkey could not read its file; it is kept in {aside}, and Valkey starts empty.")
        return True


def quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
