"""Room on the disk is asked for before the work, not found missing in the middle of it."""

import shutil
from pathlib import Path

from devkit.paths import ROOT
from devkit.say import Trouble

MEGABYTE = 1024 * 1024
FOR_PACKAGES = 1500 * MEGABYTE
FOR_RUNNING = 300 * MEGABYTE


def require(needed: int, *, at: Path = ROOT) -> None:
    shortage = missing(needed, free=shutil.disk_usage(at).free, at=at)
    if shortage:
        raise Trouble(shortage)


def missing(needed: int, *, free: int, at: Path) -> str | None:
    """The line to show when `free` bytes are not enough, else None."""
    if free >= needed:
        return None
    return f"The disk of {at} has {free // MEGABYTE} MB free; {needed // MEGABYTE} MB are needed."
