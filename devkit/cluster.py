"""Making a PostgreSQL cluster: wholly, or not at all."""

import os
import secrets
import shutil
from pathlib import Path

from devkit import processes
from devkit.processes import Account
from devkit.say import Trouble

USER = DATABASE = "center"
# With the C locale pg_trgm would drop every Chinese character.
INITDB = ("--locale=C.UTF-8", "--encoding=UTF8", "--auth=scram-sha-256", f"--username={USER}")


def make(data: Path, *, programs: Path, password: str, account: Account | None, durable: bool) -> None:
    """Made beside and moved into place, so that an interrupted start leaves nothing half made under the final name."""
    beside = data.with_name(f"{data.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(mode=0o700)
    word = data.with_name(f"password-{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(word, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(password)
        if account:
            os.chown(beside, account.uid, account.gid)
            os.chown(word, account.uid, account.gid)
        sync = () if durable else ("--no-sync",)
        _run([programs / "initdb", "-D", beside, *INITDB, f"--pwfile={word}", *sync], account=account)
        statement = f"CREATE DATABASE {DATABASE}"
        _run([programs / "postgres", "--single", "-D", beside, "template1"], account=account, stdin=statement)
    finally:
        word.unlink(missing_ok=True)
    beside.replace(data)


def check_version(data: Path, *, programs: Path) -> None:
    made_by = (data / "PG_VERSION").read_text().strip()
    ours = _run([programs / "postgres", "--version"], account=None).split()[-1]
    if ours.split(".")[0] != made_by:
        raise Trouble(f"The demo data are of PostgreSQL {made_by}, this is {ours}: start with --reset.")


def _run(argv: list[Path | str], *, account: Account | None, stdin: str = "") -> str:
    answer = processes.answer(argv, env={"LC_ALL": "C.UTF-8", "PATH": os.defpath}, account=account, stdin=stdin)
    if answer.returncode:
        lines = (answer.stderr or answer.stdout).strip().splitlines() or [f"status {answer.returncode}"]
        raise Trouble(f"{Path(argv[0]).name} failed: {lines[-1]}")
    return answer.stdout
