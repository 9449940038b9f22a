from collections.abc import Callable, Mapping
from typing import Any

from foundation.jobs.progress import Progress
from foundation.models import Job

Result = Mapping[str, Any]
Runner = Callable[[Job, Progress], Result]

_runners: dict[str, Runner] = {}
_urgent: set[str] = set()


def register(kind: str, runner: Runner, *, is_urgent: bool = False) -> None:
    """Called by an app's `ready()`: who does the jobs of this kind. Two for one kind is a fault of the program.

    An urgent job waits for no other kind: it is taken first, and beside the others.
    """
    if is_urgent:
        _urgent.add(kind)
    if _runners.setdefault(kind, runner) is not runner:
        raise ValueError(f"two runners for jobs of kind {kind!r}")


def urgent_kinds() -> frozenset[str]:
    return frozenset(_urgent)


def runner_of(kind: str) -> Runner | None:
    """The runner; None for a kind that this version of the program no longer knows."""
    return _runners.get(kind)
