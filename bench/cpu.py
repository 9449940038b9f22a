"""Processor seconds and memory of a process with all its children, out of /proc."""

import os
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(root: int, *, proc: Path = PROC) -> float:
    """Used so far by the process and its descendants, those that have ended and were waited for included."""
    return sum(_used(pid, proc) for pid in family(root, proc=proc))


def family(root: int, *, proc: Path = PROC) -> list[int]:
    """The process and all that descend from it, as far as they live."""
    children: dict[int, list[int]] = {}
    for pid, parent in _parents(proc):
        children.setdefault(parent, []).append(pid)
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def resident_megabytes(pid: int, *, peak: bool = False, proc: Path = PROC) -> float:
    """Resident memory now, or the highest so far; 0 when the process has ended."""
    wanted = "VmHWM:" if peak else "VmRSS:"
    try:
        lines = (proc / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(wanted)), 0.0)


def _used(pid: int, proc: Path) -> float:
    """utime, stime, cutime, cstime: fields 14 to 17, counted behind the name, which may hold blanks."""
    fields = _stat(pid, proc)
    return sum(map(int, fields[11:15])) / _TICKS if fields else 0.0


def _parents(proc: Path) -> Iterator[tuple[int, int]]:
    for entry in proc.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name), proc)):
            yield int(entry.name), int(fields[1])


def _stat(pid: int, proc: Path) -> list[str]:
    try:
        return (proc / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
