"""What the running centre says of itself over HTTP."""

import http.client
import json
from typing import Any

from devkit.ports import LOOPBACK

# Celery can go silent after its broker was away: the process lives, nothing is swept (every 15 s otherwise).
SILENT_AFTER = 90.0


def ready(host: str, port: int) -> bool:
    return _get(host, port, "/health/ready")[0] == 200


def status(host: str, port: int) -> dict[str, Any]:
    try:
        found = json.loads(_get(host, port, "/health/status")[1])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def worker_is_silent(said: dict[str, Any], *, worker_age: float) -> bool:
    """No sweep for 90 s by a worker that has run for longer; nothing is concluded from a status without sweeps."""
    sweeps = said.get("sweeps")
    if worker_age <= SILENT_AFTER or not isinstance(sweeps, dict) or "age_seconds" not in sweeps:
        return False
    age = sweeps["age_seconds"]
    return age is None or age > SILENT_AFTER


def reachable(host: str) -> str:
    """The address by which this machine reaches a server listening on `host`."""
    return LOOPBACK if host in {"0.0.0.0", "::", "localhost", ""} else host


def _get(host: str, port: int, path: str) -> tuple[int, bytes]:
    """Straight to the address, past any proxy the environment names; status 0 when nobody answers."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=3)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()
