"""Log files: one a process, the last run's kept beside it, none growing without end."""

import shutil
from contextlib import suppress
from pathlib import Path

from devkit.paths import LOGS

LARGEST = 20 * 1024 * 1024


def fresh(name: str) -> Path:
    """`name.log`, empty; what it held moves to `name.log.1`."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    if log.exists():
        log.replace(log.with_name(log.name + ".1"))
    log.touch()
    return log


def keep_small(log: Path, *, largest: int = LARGEST) -> None:
    """Copies and empties a log that has grown too large; its writer appends, so it goes on at the new start."""
    with suppress(OSError):
        if log.stat().st_size > largest:
            shutil.copyfile(log, log.with_name(log.name + ".1"))
            with log.open("wb"):
                pass


def tail(log: Path, lines: int = 15) -> str:
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 16_384))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join("    " + line[:300] for line in text.splitlines()[-lines:])
