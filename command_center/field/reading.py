"""What an officer has before them: the own unit's summonses, open ones first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.queries.editions import one_edition
from command_center.desk.whistles.facts import Record, told
from command_center.desk.whistles.files import Files, files_of
from command_center.desk.whistles.lines import Line, lines_of
from command_center.desk.whistles.reading import for_lines
from command_center.desk.whistles.standing import Standing, clocks_by_summons, standing_of
from command_center.desk.whistles.steps import WHISTLE_STEPS, Step
from enforcement.actions.allowed import allowed_on_whistle
from enforcement.models import SiteRecord, Summons
from enforcement.queries.visibility import summonses_visible_to
from enforcement.states import OWING, SummonsState
from foundation.pages import KeysetPage, Ordering, keyset_page
from kernel.actors import Actor
from kernel.errors import NotFound

NEWEST = Ordering("-notified_at")
# Open ones are few: a department that owes more answers than this sees the most recent.
MOST_OPEN = 60
DONE = 20


@dataclass(frozen=True, slots=True)
class Item:
    summons: Summons
    standing: Standing


@dataclass(slots=True)
class Mine:
    """`done` is a page of those that need nothing any more, youngest first."""

    open: list[Item]
    done: KeysetPage[Summons]
    now: datetime


@dataclass(slots=True)
class Errand:
    """One summons as the officer sees it, with what may be done; `steps` of the summons, then of the whistle. Whoever
    is excused keeps the summons with its decision, and sees of the whistle its name alone."""

    line: Line
    records: list[Record]
    files: Files
    steps: list[Step]
    now: datetime

    @property
    def sees_whistle(self) -> bool:
        return self.summons.state != SummonsState.EXCUSED

    @property
    def summons(self) -> Summons:
        return self.line.summons


def own_summonses(actor: Actor) -> QuerySet[Summons]:
    """Those of the own unit alone, whatever else the actor may see."""
    return summonses_visible_to(actor).filter(department=actor.organization_id or 0)


def mine(actor: Actor, *, cursor: str | None, now: datetime) -> Mine:
    """Raises Malformed for a cursor that nobody gave out."""
    with one_edition():
        own = own_summonses(actor).select_related("whistle__office").defer("officer_phone", "report")
        rows = list(own.filter(state__in=sorted(OWING)).order_by("-notified_at", "-id")[:MOST_OPEN])
        clocks = clocks_by_summons(rows)
        done = keyset_page(own.exclude(state__in=sorted(OWING)), ordering=NEWEST, cursor=cursor, limit=DONE)
    items = [Item(row, standing_of(row, clocks.get(row.pk, {}), now=now)) for row in rows]
    return Mine(sorted(items, key=_urgency), done, now)


def _urgency(item: Item) -> datetime:
    return item.standing.due_at or item.summons.notified_at


def errand_of(number: str, *, actor: Actor, now: datetime) -> Errand:
    """Raises NotFound for another unit's."""
    with one_edition():
        rows = for_lines(own_summonses(actor)).select_related("whistle__office")
        found = rows.filter(number=number).first()
        if found is None:
            raise NotFound(_("没有这张哨单，或不是贵单位的。"))
        (line,) = lines_of([found], actor=actor, now=now)
        called = {found.department_id} if found.state != SummonsState.EXCUSED else set[int]()
        allowed = allowed_on_whistle(found.whistle, actor=actor, called=called)
        records = list(SiteRecord.objects.filter(summons=found).order_by("-at", "-id"))
    whole = [WHISTLE_STEPS["feedback"]] if "feedback" in allowed and line.feedback is None else []
    files = files_of(found.whistle, [found])
    return Errand(line, told(records, [found], files), files, [*line.steps, *whole], now)
