"""What the figures were measured on; without it they mean nothing."""

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

from bench.servers import SETTINGS
from devkit.paths import ROOT


def description() -> dict[str, Any]:
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _field("/proc/cpuinfo", "model name"),
        "memory": _field("/proc/meminfo", "MemTotal"),
        "load_before": os.getloadavg()[0],
        "kernel": platform.release(),
        "python": platform.python_version(),
        "revision": _git("rev-parse", "--short", "HEAD"),
        "is_changed": bool(_git("status", "--porcelain")),
        "postgres_settings": SETTINGS,
    }


def line(found: dict[str, Any]) -> str:
    """One line of it, for people."""
    changed = " with changes" if found["is_changed"] else ""
    return (
        f"{found['cores']} cores ({found['processor']}), {found['memory']}, Linux {found['kernel']}, "
        f"Python {found['python']}, PostgreSQL {found.get('postgres', '?')}, load before {found['load_before']:.1f}, "
        f"revision {found['revision']}{changed}"
    )


def _field(path: str, name: str) -> str:
    lines = Path(path).read_text().splitlines() if Path(path).exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "unknown")


def _git(*arguments: str) -> str:
    """Empty outside of a clone."""
    answer = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return answer.stdout.strip()
