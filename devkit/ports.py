"""Ports on this machine."""

import errno
import socket
import time

from devkit.say import Trouble

LOOPBACK = "127.0.0.1"


def free() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def require_free(host: str, port: int, *, patience: float = 1.0) -> None:
    """Waits a moment, for one whose owner has just been killed; then says in one line which port to change."""
    until = time.monotonic() + patience
    while True:
        problem = _cannot_bind(host, port)
        if problem is None:
            return
        if problem.errno != errno.EADDRINUSE or time.monotonic() > until:
            raise Trouble(explain(problem, host=host, port=port))
        time.sleep(0.1)


def explain(problem: OSError, *, host: str, port: int) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use: stop what listens there, or choose another, e.g. --port {port + 1}."
    if problem.errno == errno.EACCES:
        return f"Port {port} on {host} is reserved for the system: choose one above 1023, e.g. --port 8000."
    return f"Cannot listen on {host}, port {port}: {problem.strerror or problem}. See --host and --port."


def _cannot_bind(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            return problem
    return None
