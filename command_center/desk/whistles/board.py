"""③ 哨单: a row a whistle, a cell a department; four statements whatever the number of departments."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.queries.editions import one_edition
from command_center.desk.filterbar import FilterBar
from command_center.desk.pages import link
from command_center.desk.whistles.boardfilters import bar_of, chosen
from command_center.desk.whistles.standing import Standing, clocks_by_summons, number_of_comers, standing_of
from deadlines.lamps import Lamp
from enforcement.models import Summons, Whistle
from enforcement.queries.visibility import summonses_visible_to, whistles_visible_to
from enforcement.states import SummonsState
from foundation.errors import Malformed
from foundation.pages import KeysetPage, Ordering, keyset_page
from kernel.actors import Actor
from organizations.visibility import scope_of

NEWEST = Ordering("-blown_at")
ROWS = 20
_COLUMNS = (
    "number",
    "kind",
    "state",
    "office__short_name",
    "matter",
    "address",
    "blown_at",
    "is_supervised",
    "repeat_count",
)


@dataclass(frozen=True, slots=True)
class Cell:
    summons: Summons
    standing: Standing


@dataclass(frozen=True, slots=True)
class Row:
    """`came` of those who are to come: whoever is excused or stood down before coming is not counted."""

    whistle: Whistle
    cells: list[Cell]
    came: int
    called: int

    @property
    def is_late(self) -> bool:
        return any(cell.standing.clock and cell.standing.clock.lamp == Lamp.RED for cell in self.cells)


@dataclass(slots=True)
class WhistleBoard:
    bar: FilterBar
    query: QueryDict
    now: datetime
    rows: list[Row] = field(default_factory=list)
    next_url: str = ""
    previous_url: str = ""
    errors: list[str] = field(default_factory=list)


def board_of(query: QueryDict, *, actor: Actor, now: datetime) -> WhistleBoard:
    """What this actor sees at this address, youngest first."""
    with one_edition():
        board = WhistleBoard(bar_of(query, sees_all=scope_of(actor).all), query, now)
        asked = chosen(whistles_visible_to(actor), query, actor=actor, now=now)
        page = _page(board, asked.select_related("office").only(*_COLUMNS))
        board.rows = _rows(page.rows, actor=actor, now=now)
    board.next_url = link(query, cursor=page.next) if page.next else ""
    board.previous_url = link(query, cursor=page.previous) if page.previous else ""
    return board


def _page(board: WhistleBoard, whistles: QuerySet[Whistle]) -> KeysetPage[Whistle]:
    try:
        return keyset_page(whistles, ordering=NEWEST, cursor=board.query.get("cursor") or None, limit=ROWS)
    except Malformed as error:
        board.errors.append(_("%(message)s 已回到第一页。") % {"message": error.message})
        return keyset_page(whistles, ordering=NEWEST, cursor=None, limit=ROWS)


def _rows(whistles: Sequence[Whistle], *, actor: Actor, now: datetime) -> list[Row]:
    summonses = summonses_visible_to(actor).filter(whistle__in=[one.pk for one in whistles])
    called = list(summonses.select_related("department").defer("officer_phone", "report").order_by("id"))
    clocks = clocks_by_summons(called)
    by_whistle: defaultdict[int, list[Cell]] = defaultdict(list)
    for one in called:
        by_whistle[one.whistle_id].append(Cell(one, standing_of(one, clocks.get(one.pk, {}), now=now)))
    return [_row(whistle, by_whistle[whistle.pk]) for whistle in whistles]


def _row(whistle: Whistle, cells: list[Cell]) -> Row:
    gone = (SummonsState.EXCUSED, SummonsState.STOOD_DOWN)
    expected = [c.summons for c in cells if c.summons.state not in gone or c.summons.checked_in_at is not None]
    return Row(whistle, cells, came=number_of_comers(expected), called=len(expected))
