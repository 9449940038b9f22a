"""The variables `command_center/settings.py` asks for, as dev.py fills them."""

from pathlib import Path

from devkit import environment, keys
from devkit.paths import DATA

ANY_ADDRESS = {"0.0.0.0", "::"}


def for_demo(urls: dict[str, str], *, secrets: dict[str, str], host: str = "127.0.0.1") -> dict[str, str]:
    """Keys given in the caller's environment win: an external database may hold data written with them."""
    env = keys.for_django(secrets) | environment.for_children() | urls
    if host not in {"127.0.0.1", "::1", "localhost"}:
        hosts = "*" if host in ANY_ADDRESS else f"localhost,127.0.0.1,[::1],{host}"
        env.setdefault("CENTER_ALLOWED_HOSTS", hosts)
    return env | {"CENTER_MODE": "demo"} | _folders(DATA)


def for_tests(urls: dict[str, str], *, home: Path) -> dict[str, str]:
    """Keys of their own, whatever the caller's environment says."""
    env = environment.for_children() | keys.for_django(keys.generate()) | urls
    return env | {"CENTER_MODE": "test"} | _folders(home)


def _folders(home: Path) -> dict[str, str]:
    static = home / "static"
    static.mkdir(exist_ok=True)  # WhiteNoise warns of a missing one, though it finds the files in the apps
    return {"CENTER_DATA_DIR": str(home), "CENTER_STATIC_ROOT": str(static)}
