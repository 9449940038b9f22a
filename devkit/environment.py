"""The environment handed to every child: the caller's own, without what would lead an install elsewhere."""

import os
from pathlib import Path

from devkit.paths import DATA

# These would make pip or Python use another place than the venv that is named on the command line.
MISLEADING = (
    "PYTHONHOME",
    "PYTHONPATH",
    "__PYVENV_LAUNCHER__",
    "PIP_USER",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_REQUIRE_VIRTUALENV",
)


def for_children() -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    env |= {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", "DJANGO_SETTINGS_MODULE": "command_center.settings"}
    if not home_is_writable():
        home = DATA / "home"
        home.mkdir(parents=True, exist_ok=True)
        env |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"), "XDG_CONFIG_HOME": str(home / ".config")}
    return env


def for_installers() -> dict[str, str]:
    """As for any child, but HOME stays: pip and npm read their configuration there, and need not write to it."""
    env = for_children()
    temporary = DATA / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    # One disk to be full, the checkout's: the one that was asked for its free space.
    env |= {"TMPDIR": str(temporary), "npm_config_cache": str(DATA / "npm"), "npm_config_update_notifier": "false"}
    if not home_is_writable():
        env["PIP_CACHE_DIR"] = str(DATA / "pip")
        if "HOME" in os.environ:
            env["HOME"] = os.environ["HOME"]
    return env


def home_is_writable() -> bool:
    home = Path(os.environ.get("HOME") or "/nonexistent")
    return home.is_dir() and os.access(home, os.W_OK)
