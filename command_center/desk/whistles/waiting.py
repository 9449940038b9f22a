"""待定事项: what waits for the street's or the district's decision, each leading to the place where it is decided."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.queries.editions import one_edition
from command_center.desk.whistles.standing import ClockLine, clock_line
from deadlines.states import ClockState
from enforcement.models import CheckIn, Departure, Objection, Summons, SummonsClock, SummonsClockKind
from enforcement.queries.unrated import to_rate
from enforcement.queries.visibility import summonses_visible_to
from enforcement.states import ON_THE_SPOT, SummonsState, works_for
from kernel.actors import Actor
from kernel.times import due_text
from organizations.permissions import may

# Of each kind so many are listed, the oldest first: they come back as soon as these are decided.
MOST = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One summons that waits, in whose words, since when; `clock` where the decision itself has a limit."""

    summons: Summons
    words: str
    since: datetime
    clock: ClockLine | None = None

    @property
    def of(self) -> str:
        return self.summons.number.rpartition("-")[2]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One list; `action` opens its form on the whistle's page."""

    action: str
    title: Promise
    items: list[Item]


def waiting_for(actor: Actor, *, now: datetime) -> list[Waiting]:
    """The lists of what this actor may decide, in one statement each."""
    with one_edition():
        seen = summonses_visible_to(actor).select_related("whistle__office", "department")
        return [
            Waiting(action, title, list(items(seen.filter(whistle__state__in=sorted(works_for(action))), now)))
            for action, title, items in _KINDS
            if may(actor, f"enforcement.{action}")
        ]


def _objections(seen: QuerySet[Summons], now: datetime) -> Iterator[Item]:
    waiting = seen.filter(state=SummonsState.OBJECTED, objection__state=Objection.State.OPEN)
    for one in waiting.select_related("objection").order_by("objection__made_at")[:MOST]:
        yield Item(one, one.objection.reason, one.objection.made_at)


def _appeals(seen: QuerySet[Summons], now: datetime) -> Iterator[Item]:
    waiting = seen.filter(state=SummonsState.OBJECTED, objection__state=Objection.State.APPEALED)
    rows = list(waiting.select_related("objection").order_by("objection__appealed_at")[:MOST])
    running = SummonsClock.objects.filter(summons__in=rows, kind=SummonsClockKind.APPEAL, state=ClockState.RUNNING)
    clocks = {clock.summons_id: clock_line(clock, now=now) for clock in running}
    for one in rows:
        since = one.objection.appealed_at or one.objection.made_at
        yield Item(one, one.objection.appeal_reason, since, clocks.get(one.pk))


def _check_ins(seen: QuerySet[Summons], now: datetime) -> Iterator[Item]:
    waiting = CheckIn.objects.filter(accepted_at=None, summons__in=seen.filter(state__in=sorted(ON_THE_SPOT)))
    for row in waiting.select_related(*_SUMMONS).order_by("received_at")[:MOST]:
        told = {"who": row.person_name, "at": due_text(row.claimed_at, now=now)}
        yield Item(row.summons, gettext("%(who)s 报称 %(at)s 到场") % told, row.received_at)


def _leaves(seen: QuerySet[Summons], now: datetime) -> Iterator[Item]:
    asked = Departure.objects.filter(
        state=Departure.State.ASKED, summons__in=seen.filter(state__in=sorted(ON_THE_SPOT))
    )
    for row in asked.select_related(*_SUMMONS).order_by("at")[:MOST]:
        yield Item(row.summons, row.reason, row.at)


def _unrated(seen: QuerySet[Summons], now: datetime) -> Iterator[Item]:
    for one in to_rate(seen).order_by(Coalesce("reported_at", "stood_down_at"))[:MOST]:
        words = one.report or one.stand_down_reason
        yield Item(one, words, one.reported_at or one.stood_down_at or one.notified_at)


_SUMMONS = ("summons__whistle__office", "summons__department")
_KINDS: tuple[tuple[str, Promise, Callable[[QuerySet[Summons], datetime], Iterator[Item]]], ...] = (
    ("decide_objection", _("异议待街道决定"), _objections),
    ("decide_appeal", _("异议待区裁定"), _appeals),
    ("confirm_check_in", _("报到时间待确认"), _check_ins),
    ("decide_leave", _("离场申请待决定"), _leaves),
    ("rate", _("待评价"), _unrated),
)
