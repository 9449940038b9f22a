"""A roster as plain values: where nobody is on duty, where two turns lie over each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """One shift of one roster; `who` is what it is called."""

    starts_at: datetime
    ends_at: datetime
    who: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody from here to there."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two turns that share some time, the earlier first."""

    first: Turn
    second: Turn


def gaps(turns: Sequence[Turn], *, since: datetime, until: datetime) -> Iterator[Gap]:
    """The stretches of [since, until) without a turn, in order; a roster that runs out leaves its rest as a gap."""
    covered = since
    for turn in sorted(turns):
        if turn.starts_at > covered and covered < until:
            yield Gap(covered, min(turn.starts_at, until))
        covered = max(covered, turn.ends_at)
    if covered < until:
        yield Gap(covered, until)


def overlaps(turns: Sequence[Turn]) -> Iterator[Overlap]:
    """Each turn that begins before one before it has ended; turns that follow each other to the second do not."""
    longest: Turn | None = None
    for turn in sorted(turns):
        if longest is not None and turn.starts_at < longest.ends_at:
            yield Overlap(longest, turn)
        if longest is None or turn.ends_at > longest.ends_at:
            longest = turn
