"""The whole queue page from its address: counters, queues, filters, one page of rows."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.editions import one_edition
from cases.queries.filters import CaseFilter
from cases.queries.visibility import Sight, sight_of
from command_center.desk.choices import offered
from command_center.desk.counters import count_all
from command_center.desk.filterbar import FilterBar, filter_bar
from command_center.desk.pages import link
from command_center.desk.queues import BY_KEY, DEFAULT, Queue, queues_for
from command_center.desk.rows import Row, for_rows, row_of
from foundation.errors import Malformed
from foundation.pages import KeysetPage, keyset_page, page_of_query
from kernel.actors import Actor

ROWS = 50


@dataclass(frozen=True, slots=True)
class QueueLink:
    """One named queue of the left column; `count` is None where counting would take too long."""

    queue: Queue
    url: str
    count: int | None
    is_current: bool


@dataclass(slots=True)
class Board:
    """`errors` say in sentences what of the address made no sense; with a wrong filter there are no rows."""

    queue: Queue
    counts: dict[str, int]
    queues: list[QueueLink]
    bar: FilterBar
    query: QueryDict
    now: datetime
    rows: list[Row] = field(default_factory=list)
    next_url: str = ""
    previous_url: str = ""
    errors: list[str] = field(default_factory=list)
    is_refused: bool = False

    @property
    def is_first_page(self) -> bool:
        return not self.query.get("cursor")

    @property
    def elsewhere_url(self) -> str:
        """The same filters over all cases, open or not; empty where one stands there already."""
        return "" if self.queue.key == "all" or self.is_refused else link(self.query, "ordering", queue="all")


def board_of(query: QueryDict, *, actor: Actor, now: datetime) -> Board:
    """What this actor sees at this address."""
    with one_edition():
        sight, choices = sight_of(actor), offered(query)
    mine = queues_for(actor)
    queue = BY_KEY.get(query.get("queue") or DEFAULT, BY_KEY[DEFAULT])
    counts = count_all(sight, queues=mine, now=now)
    board = Board(queue, counts, _links(mine, queue, counts), filter_bar(query, choices), query, now)
    chosen = CaseFilter(query, Case.objects.filter(queue.condition(now)), now=now, ids=choices.ids)
    if chosen.is_valid():
        _turn_to(board, _page(board, chosen.qs, sight))
    else:
        board.is_refused = True
        labels = board.bar.labels
        board.errors += [f"{labels.get(name, name)}：{text}" for name, texts in chosen.errors.items() for text in texts]
    return board


def _page(board: Board, cases: QuerySet[Case], sight: Sight) -> KeysetPage[Case]:
    """Of the cases those that this sight shows."""
    orderings, ways = board.queue.orderings, sight.ways
    asked = {name: board.query.get(name, "") for name in ("ordering", "cursor")}
    try:
        return page_of_query(cases, asked, orderings=orderings, default_limit=ROWS, ways=ways, shown=for_rows)
    except Malformed as error:
        board.errors.append(_("%(message)s 已回到第一页。") % {"message": error.message})
        return keyset_page(cases, ordering=orderings[0], cursor=None, limit=ROWS, ways=ways, shown=for_rows)


def _turn_to(board: Board, page: KeysetPage[Case]) -> None:
    board.rows = [row_of(case, now=board.now) for case in page.rows]
    board.next_url = link(board.query, cursor=page.next) if page.next else ""
    board.previous_url = link(board.query, cursor=page.previous) if page.previous else ""


def _links(mine: tuple[Queue, ...], current: Queue, counts: dict[str, int]) -> list[QueueLink]:
    return [QueueLink(q, f"?queue={q.key}", counts.get(q.key), q is current) for q in mine]
