"""One department's line of the whistle's page: its clocks, who came, what is contested, what may be done."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from command_center.desk.whistles.standing import ClockLine, Standing, clock_line, clocks_by_summons, standing_of
from command_center.desk.whistles.steps import DESK_CHECK_IN, SUMMONS_STEPS, Step
from enforcement.actions.allowed import allowed_on_summons
from enforcement.models import CheckIn, Departure, Objection, Rating, Summons, SummonsClock
from kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody asked to leave, or left."""

    state: Departure.State
    at: datetime
    reason: str
    answer: str

    @classmethod
    def read(cls, row: dict[str, Any]) -> "Left":
        return cls(Departure.State(row["state"]), datetime.fromisoformat(row["at"]), row["reason"], row["answer"])


@dataclass(slots=True)
class Line:
    """Everything of one summons that its reader may see."""

    summons: Summons
    standing: Standing
    clocks: list[ClockLine]
    check_ins: list[CheckIn]
    departures: list[Left]
    objection: Objection | None
    rating: Rating | None
    steps: list[Step] = field(default_factory=list)

    @property
    def of(self) -> str:
        """ "07", as addresses of the page name it."""
        return self.summons.number.rpartition("-")[2]

    @property
    def anchor(self) -> str:
        """ "s-07", the place on the page."""
        return f"s-{self.of}"

    @property
    def marks(self) -> list[dict[str, Any]]:
        marks: list[dict[str, Any]] = getattr(self.summons, "marks", [])
        return marks

    @property
    def feedback(self) -> dict[str, Any] | None:
        """What the department says of the whistle."""
        said: list[dict[str, Any]] = getattr(self.summons, "feedbacks", [])
        return said[0] if said else None

    @property
    def waits_for_confirmation(self) -> bool:
        return any(one.accepted_at is None for one in self.check_ins)

    @property
    def asks_to_leave(self) -> bool:
        return any(one.state == Departure.State.ASKED for one in self.departures)


def lines_of(summonses: list[Summons], *, actor: Actor, now: datetime) -> list[Line]:
    """For any number of them in two statements."""
    clocks = clocks_by_summons(summonses)
    came = _by_summons(CheckIn.objects.filter(summons__in=summonses).order_by("id"))
    lines = []
    for summons in summonses:
        of_this = clocks.get(summons.pk, {})
        line = Line(
            summons=summons,
            standing=standing_of(summons, of_this, now=now),
            clocks=_shown(of_this, now=now),
            check_ins=came[summons.pk],
            departures=[Left.read(row) for row in getattr(summons, "left", ())],
            objection=getattr(summons, "objection", None),
            rating=getattr(summons, "rating", None),
        )
        line.steps = _steps(line, actor=actor)
        lines.append(line)
    return lines


def _by_summons(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.summons_id].append(row)
    return found


def _shown(clocks: dict[str, SummonsClock], *, now: datetime) -> list[ClockLine]:
    return [clock_line(clock, now=now) for clock in clocks.values()]


def step_named(name: str, summons: Summons, *, actor: Actor) -> Step | None:
    """The street enters others' arrival by a form of its own."""
    if name == "check_in" and actor.organization_id == summons.whistle.office_id:
        return DESK_CHECK_IN
    return SUMMONS_STEPS.get(name)


def _steps(line: Line, *, actor: Actor) -> list[Step]:
    """Without those that could only be refused as it stands."""
    pointless = set()
    pointless |= set() if line.waits_for_confirmation else {"confirm_check_in"}
    pointless |= {"leave"} if line.asks_to_leave else {"decide_leave"}
    names = [name for name in allowed_on_summons(line.summons, actor=actor) if name not in pointless]
    steps = [step_named(name, line.summons, actor=actor) for name in names]
    return [step for step in steps if step is not None]
