"""The virtual environment: made when missing or broken, filled from the lock files when these have changed."""

import sys
from pathlib import Path

from devkit import digests, disk, environment, processes, steps
from devkit.paths import PYTHON, ROOT, VENV
from devkit.say import Trouble

LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
MARKER = VENV / ".installed"
# Lies there while packages are being written: whoever finds it starts from an empty venv.
UNFINISHED = VENV / ".installing"
QUESTION = "import sys; print('%d.%d' % sys.version_info[:2])"
OPTIONS = ("--no-input", "--disable-pip-version-check", "--progress-bar=off", "--no-warn-script-location")


def ensure() -> None:
    version = python_version()
    if version and not UNFINISHED.exists():
        if digests.holds(MARKER, digests.digest(LOCKS, also=version)):
            return
    else:
        make()
    MARKER.unlink(missing_ok=True)
    disk.require(disk.FOR_PACKAGES)
    UNFINISHED.touch()
    install(LOCKS, title="installing the Python packages")
    UNFINISHED.unlink()
    MARKER.write_text(digests.digest(LOCKS, also=python_version()) + "\n")


def make() -> None:
    disk.require(disk.FOR_PACKAGES)
    # Without pip, because Debian's Python cannot bring one along before python3-venv is installed.
    command = [base_python(), "-m", "venv", "--clear", "--without-pip", str(VENV)]
    try:
        steps.run("making .venv", command, env=environment.for_installers())
    except Trouble as problem:
        raise Trouble(f"{problem}. On Debian and Ubuntu: apt-get install python3-venv") from None


def install(locks: tuple[Path, ...], *, title: str) -> None:
    files = [part for lock in locks for part in ("-r", str(lock))]
    command = [*pip(), "install", "--require-hashes", "--no-deps", "--only-binary=:all:", *OPTIONS, *files]
    steps.run(title, command, env=environment.for_installers())


def pip() -> list[str]:
    """The venv's own pip, brought along by Python or not; else the machine's, pointed at the venv."""
    own = [str(PYTHON), "-m", "pip"]
    if works([*own, "--version"]) or (works([str(PYTHON), "-m", "ensurepip"]) and works([*own, "--version"])):
        return own
    outer = [base_python(), "-m", "pip", "--python", str(PYTHON)]
    if works([*outer, "--version"]):
        return outer
    raise Trouble("This Python has no pip: install it, on Debian and Ubuntu with `apt-get install python3-venv`.")


def python_version() -> str:
    """'3.11' of the venv's Python; empty when there is none that runs."""
    try:
        answer = processes.answer([PYTHON, "-c", QUESTION], env=environment.for_children())
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def base_python() -> str:
    """The Python outside any venv: dev.py may have been started with the very venv that is to be made anew."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def works(argv: list[str]) -> bool:
    try:
        return processes.answer(argv, env=environment.for_installers()).returncode == 0
    except OSError:
        return False
