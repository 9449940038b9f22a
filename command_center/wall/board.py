"""Everything on the screen that moves, as one plain value."""

from dataclasses import dataclass
from datetime import datetime

from cases.queries.visibility import visible_to
from command_center.wall.cells import Cell, cells_of
from command_center.wall.counters import Counters, counters_of
from command_center.wall.curve import Curve, curve_of
from command_center.wall.falling_due import FallingDue, falling_due
from command_center.wall.keeping import kept
from command_center.wall.ranking import Ranked, ranking_of
from command_center.wall.whistles import WhistleLine, open_whistles
from kernel.actors import Actor

SECONDS_KEPT = 5


@dataclass(frozen=True, slots=True)
class Board:
    """`at` is when its figures were read."""

    at: datetime
    counters: Counters
    ranking: list[Ranked]
    falling_due: list[FallingDue]
    whistles: list[WhistleLine]
    curve: Curve
    cells: list[Cell]


def board_for(actor: Actor, *, now: datetime) -> Board:
    """What the organization of this screen sees; at most `SECONDS_KEPT` seconds old."""
    return kept(f"wall:board:{actor.organization_id}", SECONDS_KEPT, lambda: _read(actor, now=now))


def _read(actor: Actor, *, now: datetime) -> Board:
    visible = visible_to(actor)
    return Board(
        at=now,
        counters=counters_of(visible, actor=actor, now=now),
        ranking=ranking_of(visible, actor=actor, now=now),
        falling_due=falling_due(visible, now=now),
        whistles=open_whistles(actor, now=now),
        curve=curve_of(visible, actor=actor, now=now),
        cells=cells_of(visible, now=now),
    )
