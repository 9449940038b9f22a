"""`demo.json`: what somebody needs to log in and what the simulator needs to talk; readable by its owner alone."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from command_center.demo.accounts import Account
from command_center.demo.clients import IssuedClient


def path() -> Path:
    return Path(os.environ.get("CENTER_DATA_DIR") or settings.BASE_DIR / ".devdata") / "demo.json"


@dataclass(frozen=True, slots=True)
class Demo:
    """The file's content: address, accounts (`role, username, password`), clients (`organization, token, scopes`)."""

    url: str
    accounts: list[dict[str, Any]]
    clients: list[dict[str, Any]]

    def with_url(self, url: str) -> "Demo":
        return Demo(url, self.accounts, self.clients)


def make(url: str, accounts: Sequence[Account], clients: Sequence[IssuedClient]) -> Demo:
    return Demo(
        url=url,
        accounts=[
            {"role": str(a.role), "username": a.username, "password": a.password, "name": a.display_name}
            for a in accounts
        ],
        clients=[{"organization": c.organization, "token": c.token, "scopes": list(c.scopes)} for c in clients],
    )


def read() -> Demo | None:
    """None when there is no file, or not a whole one."""
    try:
        content = json.loads(path().read_text(encoding="utf-8"))
        return Demo(content["url"], content["accounts"], content["clients"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(demo: Demo) -> None:
    """All or nothing: a reader never meets half a file, and nobody else ever may read it."""
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(f".{os.getpid()}.part")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(
            {"url": demo.url, "accounts": demo.accounts, "clients": demo.clients}, file, ensure_ascii=False, indent=1
        )
    half.replace(target)
