"""`dev.py test`: linters, then pytest on servers of its own. The last line and the exit status are pytest's."""

import os
import shutil

from devkit import lint, processes, servers, settings, signals
from devkit.bootstrap import bootstrap
from devkit.paths import PYTHON
from devkit.say import say

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# With one of these the caller has decided about workers, or wants to talk with the test.
ALONE = ("-n", "--numprocesses", "--pdb", "--trace", "--collect-only", "--co", "no:xdist", "-pno:xdist")


def test(arguments: list[str]) -> int:
    own = {"--long", "--no-lint"}
    given = [argument for argument in arguments if argument not in own]
    bootstrap()
    with servers.for_tests() as (pair, home):
        env = settings.for_tests(pair.urls(), home=home)
        env |= browser()
        if "--long" in arguments:
            env["CENTER_LONG"] = "1"
        if "--no-lint" not in arguments:
            env[lint.FAILED_VARIABLE] = ", ".join(lint.failures(env))
        return _pytest(pytest_arguments(given, long="--long" in arguments, workers=cores()), env)


def _pytest(arguments: list[str], env: dict[str, str]) -> int:
    command = [str(PYTHON), "-m", "pytest", "-p", "devkit.lint_report", *arguments]
    process = processes.spawn(command, env=env, stdin=None, own_group=False)
    with signals.handed_to(process):
        process.wait()
    return processes.exit_status(process)


def pytest_arguments(given: list[str], *, long: bool, workers: int) -> list[str]:
    """The caller's own, with workers and without long tests unless the caller has spoken of them."""
    arguments = given if long else without_long(given)
    if workers < 2 or any(_speaks_of(word, argument) for word in ALONE for argument in given):
        return arguments
    return ["-n", str(workers), *arguments]


def without_long(given: list[str]) -> list[str]:
    """`-m "not long"`, joined to the caller's own expression if there is one."""
    for i, argument in enumerate(given):
        if argument == "-m" and i + 1 < len(given):
            return [*given[:i], "-m", _not_long(given[i + 1]), *given[i + 2 :]]
        if argument.startswith("-m") and len(argument) > 2:
            return [*given[:i], "-m", _not_long(argument[2:].removeprefix("=")), *given[i + 1 :]]
    return ["-m", "not long", *given]


def _not_long(expression: str) -> str:
    return expression if "long" in expression.split() else f"({expression}) and not long"


def _speaks_of(word: str, argument: str) -> bool:
    return (
        argument == word
        or argument.startswith(f"{word}=")
        or (word == "-n" and argument[2:].isdigit() and argument[:2] == "-n")
    )


def cores() -> int:
    # Valkey's 64 databases are one a worker; more than 16 workers would wait for the two servers anyway.
    return min(len(os.sched_getaffinity(0)), 16)


def browser() -> dict[str, str]:
    found = os.environ.get("CENTER_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        say("No Chromium here: browser tests are skipped (apt-get install chromium, or CENTER_CHROMIUM=/path/to/it).")
        return {}
    return {"CENTER_CHROMIUM": found}
