"""PostgreSQL refuses to run as root: then another account runs it, in a place that account can enter."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from devkit import processes
from devkit.processes import Account
from devkit.say import Trouble

CANDIDATES = ("postgres", "nobody")


def for_server(data: Path) -> Account | None:
    """None when we may run the server ourselves; as root the owner of the data, else `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise Trouble("PostgreSQL does not run as root, and there is no account `postgres` or `nobody` to run it.")


def can_reach(path: Path, account: Account | None) -> bool:
    """Asked of the kernel, by trying: a parent folder may be closed to the account."""
    if account is None:
        return True
    command = ["/bin/sh", "-c", 'test -r "$1" && test -x "$1"', "sh", str(path)]
    try:
        return processes.answer(command, env={"PATH": os.defpath}, account=account).returncode == 0
    except (OSError, subprocess.SubprocessError) as problem:
        raise Trouble(f"Cannot run a server under another account ({problem}): set DATABASE_URL.") from None


def place_for(home: Path, account: Account | None) -> Path:
    """`home` when the account can enter it, else a folder outside that `home` remembers in the file `elsewhere`."""
    home.mkdir(parents=True, exist_ok=True)
    place = known_place(home)
    if place != home or can_reach(home, account):
        return place
    base = next(p for p in ("/var/tmp", "/tmp") if os.access(p, os.W_OK))  # survives a restart of the machine, or not
    place = Path(tempfile.mkdtemp(prefix="command-center-", dir=base))
    place.chmod(0o755)
    (home / "elsewhere").write_text(str(place))
    return place


def known_place(home: Path) -> Path:
    """Where the data of `home` lie, as far as it was ever decided."""
    note = home / "elsewhere"
    if note.exists() and _is_ours(Path(note.read_text())):
        return Path(note.read_text())
    return home


def forget_place(home: Path) -> None:
    """Removes `home` and what lies elsewhere on its behalf."""
    shutil.rmtree(known_place(home), ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


def _is_ours(place: Path) -> bool:
    # Everybody may write in /var/tmp: a folder of somebody else under that name is not the one we made.
    return place.is_dir() and not place.is_symlink() and place.stat().st_uid == os.geteuid()
