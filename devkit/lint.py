"""The checks that need no test: style, types, layers, Django's own, missing migrations. All run, side by side."""

from pathlib import Path

from devkit import logs, processes, steps
from devkit.paths import PYTHON, ROOT
from devkit.say import say

PACKAGES = (
    *("kernel", "foundation", "grid", "organizations", "deadlines", "notices", "cases", "enforcement", "assessment"),
    *("command_center", "devkit", "dev.py"),
)
FAILED_VARIABLE = "CENTER_LINT_FAILED"  # tells the pytest plugin of the failed ones
LAYERS = "from importlinter.cli import lint_imports_command; lint_imports_command()"

CHECKS: dict[str, list[str | Path]] = {
    "ruff check": [PYTHON, "-m", "ruff", "check", "."],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "lint-imports": [PYTHON, "-c", LAYERS],
    "manage.py check": [PYTHON, ROOT / "manage.py", "check"],
    "missing migrations": [PYTHON, ROOT / "manage.py", "makemigrations", "--check", "--dry-run"],
    "mypy": [PYTHON, "-m", "mypy", *PACKAGES],
}


def failures(env: dict[str, str]) -> list[str]:
    """Names of the checks that failed, after showing what they said."""
    started = {}
    try:
        for name, command in CHECKS.items():
            log = logs.fresh("lint-" + name.replace(" ", "-").replace(".", "-"))
            started[name] = (processes.spawn(command, env=env, log=log), log)
        failed = [name for name, (process, _) in started.items() if steps.follow(name, process)]
    finally:
        for process, _ in started.values():
            processes.kill(process)
    for name in failed:
        say(f"--- {name}\n{logs.tail(started[name][1], 60)}")
    return failed
