from collections.abc import Callable, Mapping
from typing import Any

from foundation.jobs.progress import Progress
from foundation.models import Job

Result = Mapping[str, Any]
Runner = Callable[[Job, Progress], Result]

_runners: dict[str, Runner] = {}


def register(kind: str, runner: Runner) -> None:
    """Called by an app's `ready()`: who does the jobs of this kind. Two for one kind is a fault of the program."""
    if _runners.setdefault(kind, runner) is not runner:
        raise ValueError(f"two runners for jobs of kind {kind!r}")


def runner_of(kind: str) -> Runner | None:
    """The runner; None for a kind that this version of the program no longer knows."""
    return _runners.get(kind)
