"""The note a running `up` leaves for `manage`: where its servers listen."""

import json
import os

from devkit import locks
from devkit.keys import write_private
from devkit.paths import DATA, RUN_STATE

# Held by whoever runs the demo servers. As long as somebody holds it, the note is true.
LOCK = DATA / "run.lock"


def lock() -> locks.Lock:
    return locks.Lock(LOCK)


def note(urls: dict[str, str], *, url: str) -> None:
    write_private(RUN_STATE, json.dumps({"pid": os.getpid(), "url": url, **urls}, indent=1))


def forget() -> None:
    RUN_STATE.unlink(missing_ok=True)


def noted_urls() -> dict[str, str] | None:
    """Only to be believed while another process holds the lock: whoever takes it removes an older note first."""
    try:
        found = json.loads(RUN_STATE.read_text())
    except FileNotFoundError:
        return None
    return {name: found[name] for name in ("DATABASE_URL", "REDIS_URL")}
