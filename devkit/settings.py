"""The variables `command_center/settings.py` asks for, as dev.py fills them."""

from pathlib import Path

from devkit import environment, keys
from devkit.paths import DATA

ANY_ADDRESS = {"0.0.0.0", "::"}


def for_demo(urls: dict[str, str], *, secrets: dict[str, str], host: str = "127.0.0.1") -> dict[str, str]:
    """Keys given in the caller's environment win: an external database may hold data written with them."""
    env = keys.for_django(secrets) | environment.for_children() | urls
    env |= {"CENTER_MODE": "demo", "CENTER_DATA_DIR": str(DATA), "CENTER_STATIC_ROOT": str(DATA / "static")}
    if host not in {"127.0.0.1", "::1", "localhost"}:
        hosts = "*" if host in ANY_ADDRESS else f"localhost,127.0.0.1,[::1],{host}"
        env.setdefault("CENTER_ALLOWED_HOSTS", hosts)
    return env


def for_tests(urls: dict[str, str], *, home: Path) -> dict[str, str]:
    """Keys of their own, whatever the caller's environment says."""
    env = environment.for_children() | keys.for_django(keys.generate()) | urls
    return env | {"CENTER_MODE": "test", "CENTER_DATA_DIR": str(home), "CENTER_STATIC_ROOT": str(home / "static")}
