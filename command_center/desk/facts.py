"""Everything the case page shows of a case, read once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.actions.allowed import allowed_actions
from cases.models import (
    CallBack,
    Case,
    CaseApplication,
    CaseClock,
    CaseClockStretch,
    CaseEvent,
    CaseLink,
    CaseParty,
    CaseRelation,
    CaseTask,
    ClockKind,
    DispatchDecision,
    SupervisionOrder,
)
from cases.queries.attachments import Photo, photos_of
from cases.queries.callbacks import calls_of
from cases.queries.crowds import Follower, followers_of, relations_of
from cases.queries.duplicates import Suspect, suspected
from cases.queries.lamps import RUNNING
from cases.queries.requesters import masked_requester, may_reveal, others_of
from cases.queries.tasks import tasks_of
from cases.states import TERMINAL
from command_center.desk.rows import Row, row_of
from command_center.desk.sketch import Sketch, sketch_of
from command_center.desk.steps import STEPS, Step
from command_center.desk.words import duration_text
from deadlines.states import ClockState
from enforcement.queries.visibility import whistles_visible_to
from kernel.actors import Actor
from kernel.times import due_text
from organizations.permissions import may


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock with its name, its due time as read, and what is left while it runs."""

    clock: CaseClock
    name: str
    due: str
    remaining: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Demand:
    """One supervision order, and until when it is to be answered."""

    order: SupervisionOrder
    due: str


@dataclass(frozen=True, slots=True)
class TaskLine:
    """What somebody else does for the case, and until when."""

    task: CaseTask
    due: str


@dataclass(frozen=True, slots=True)
class FormerClock:
    """How a clock stood before it changed."""

    name: str
    stretch: CaseClockStretch
    due: str


@dataclass(slots=True)
class Facts:
    """`used_percent` of the citizen's limit is None when that clock does not run; `others` are the cases of the same
    number, counted for those who may see it; `whistles` are the numbers of those that may be opened."""

    case: Case
    row: Row
    events: list[CaseEvent]
    clocks: list[ClockLine]
    former_clocks: list[FormerClock]
    demands: list[Demand]
    applications: list[CaseApplication]
    parties: list[CaseParty]
    tasks: list[TaskLine]
    links: list[CaseLink]
    calls: list[CallBack]
    photos: list[Photo]
    decision: DispatchDecision | None
    requester: dict[str, Any]
    may_reveal: bool
    others: int
    sketch: Sketch | None
    steps: list[Step]
    used_percent: int | None
    category_path: str
    suspects: list[Suspect]
    followers: list[Follower]
    relations: list[CaseRelation]
    whistles: frozenset[str]
    may_blow: bool
    now: datetime

    @property
    def must_wait(self) -> bool:
        """Whether the requester is to be left alone for now."""
        return self.case.call_after is not None and self.case.call_after > self.now

    @property
    def also_told(self) -> list[CaseParty]:
        """Whoever has a part besides the lead."""
        return [party for party in self.parties if party.part != CaseParty.Part.LEAD]


def facts_of(case: Case, *, actor: Actor, now: datetime) -> Facts:
    clocks = list(case.clocks.select_related("holder").order_by("id"))
    steps = [STEPS[name] for name in allowed_actions(case, actor=actor) if name in STEPS]
    may_see = may_reveal(case, actor=actor)
    links = list(case.links.all())
    return Facts(
        case=case,
        row=row_of(case, now=now),
        events=list(case.events.order_by("-id")),
        clocks=[_line(clock, now=now) for clock in clocks],
        former_clocks=_former(case, now=now),
        demands=_demands(case, now=now),
        applications=list(case.applications.select_related("organization", "proposed").order_by("-id")),
        tasks=[TaskLine(t, due_text(t.clock.due_at, now=now) if t.clock else "") for t in tasks_of(case)],
        links=links,
        calls=calls_of(case),
        parties=list(case.parties.select_related("organization").order_by("id")),
        photos=photos_of(case),
        decision=case.decisions.select_related("target").first(),
        requester=masked_requester(case, actor=actor),
        may_reveal=may_see,
        others=others_of(case, actor=actor).count() if may_see else 0,
        sketch=sketch_of(case),
        steps=steps,
        used_percent=_used_percent(case, clocks, now=now),
        category_path=case.category.path_name if case.category else "",
        suspects=suspected(case, actor=actor, now=now) if STEPS["merge"] in steps else [],
        followers=followers_of(case, actor=actor) if getattr(case, "followers_count", 0) else [],
        relations=list(relations_of(case, actor=actor)),
        whistles=_whistles(links, actor=actor),
        may_blow=may(actor, "enforcement.blow") and case.state not in TERMINAL,
        now=now,
    )


def _whistles(links: list[CaseLink], *, actor: Actor) -> frozenset[str]:
    """The numbers of those whistles about the case that the actor may open."""
    refs = [link.ref for link in links if link.kind == "whistle"]
    seen = whistles_visible_to(actor).filter(number__in=refs) if refs and may(actor, "enforcement.read") else ()
    return frozenset(whistle.number for whistle in seen)


def _line(clock: CaseClock, *, now: datetime) -> ClockLine:
    runs = clock.state == ClockState.RUNNING
    left = clock.due_at - now
    return ClockLine(
        clock=clock,
        name=str(ClockKind(clock.kind).label),
        due=due_text(clock.due_at, now=now),
        remaining=duration_text(left) if runs else "",
        is_late=clock.state == ClockState.MISSED or (runs and now > clock.due_at),
    )


def _former(case: Case, *, now: datetime) -> list[FormerClock]:
    rows = CaseClockStretch.objects.filter(clock__case=case).select_related("clock", "holder").order_by("id")
    return [FormerClock(str(ClockKind(r.clock.kind).label), r, due_text(r.due_at, now=now)) for r in rows]


def _demands(case: Case, *, now: datetime) -> list[Demand]:
    if not case.is_supervised:
        return []
    orders = case.supervisions.select_related("holder", "clock").order_by("-id")
    return [Demand(o, due_text(o.clock.due_at, now=now) if o.clock else "") for o in orders]


def _used_percent(case: Case, clocks: list[CaseClock], *, now: datetime) -> int | None:
    running = [c for c in clocks if c.kind == ClockKind.HANDLE and c.state == ClockState.RUNNING]
    if not running or case.state not in RUNNING:
        return None
    clock = running[-1]
    whole = (clock.due_at - clock.started_at).total_seconds()
    spent = (now - clock.started_at).total_seconds()
    return max(0, min(100, round(100 * spent / whole))) if whole > 0 else 100
