"""Secrets of this checkout: generated once, readable by their owner alone, handed to children by environment."""

import base64
import json
import os
import secrets
from pathlib import Path

from devkit.say import Trouble


def generate() -> dict[str, str]:
    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {
        "CENTER_SECRET_KEY": secrets.token_urlsafe(48),
        "CENTER_FIELD_KEYS": f"{secrets.token_hex(4)}:{key()}",
        "CENTER_HASH_KEY": key(),
        "POSTGRES_PASSWORD": secrets.token_hex(24),
        "VALKEY_PASSWORD": secrets.token_hex(24),
    }


def kept(path: Path, *, data_exists: bool) -> dict[str, str]:
    """The kept ones, or new ones; never new ones for data that only the lost ones can read."""
    try:
        found: dict[str, str] = json.loads(path.read_text())
    except FileNotFoundError:
        if data_exists:
            raise Trouble(f"{path} is gone, and the demo data cannot be read without it: start with --reset.") from None
        return _keep(path, generate())
    except (OSError, ValueError) as problem:
        raise Trouble(f"{path} cannot be read: {problem}") from None
    return found


def for_django(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name.startswith("CENTER_")}


def _keep(path: Path, values: dict[str, str]) -> dict[str, str]:
    write_private(path, json.dumps(values, indent=1))
    return values


def write_private(path: Path, text: str) -> None:
    """Written beside and moved into place: a crash leaves the old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    beside.replace(path)
