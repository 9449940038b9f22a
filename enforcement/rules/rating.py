"""The points that facts decide on: signed in time, there in time and until it was done, solved."""

from dataclasses import dataclass, field
from datetime import timedelta

# On time: all points. Up to this late: half of them. Later: a sixth. Never: none.
_A_LITTLE = timedelta(minutes=30)
ON_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Facts:
    """How late it was signed and how late they came (zero or less: in time; None: never), what came of it, and whether
    they left without the street's consent. What is `unjudged` was not owed yet when the duty ended: it gives no points
    and asks for none."""

    signed_late: timedelta | None
    arrived_late: timedelta | None
    result: str
    left_early: bool = False
    unjudged: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_absent(self) -> bool:
        """Nobody ever came though it was due: the street may veto."""
        return self.arrived_late is None and "arrived_in_time" not in self.unjudged


def points_by_facts(basis: str, points: int, facts: Facts) -> int:
    """The points of an item that facts decide on. KeyError for one that the street marks."""
    rules = {
        "signed_in_time": lambda: _for_signing(points, facts.signed_late),
        "arrived_in_time": lambda: _for_arriving(points, facts.arrived_late) // (2 if facts.left_early else 1),
        "result": lambda: {"solved": points, "partly": points // 2}.get(facts.result, 0),
    }
    return rules[basis]()


def _for_signing(points: int, late: timedelta | None) -> int:
    return points if late is not None and late <= ON_TIME else 0


def _for_arriving(points: int, late: timedelta | None) -> int:
    if late is None:
        return 0
    if late <= ON_TIME:
        return points
    return points // 2 if late <= _A_LITTLE else points // 6
