"""The escalation ladder as plain values: which rungs hold for a clock, and when each of them falls due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from deadlines.arithmetic import Pause, used, walk
from deadlines.calendar import WorkCalendar
from deadlines.limits import Counting, Limit
from deadlines.recipients import USUAL, Recipient
from deadlines.rung_actions import RungAction

# "Overdue may be claimed only when now > due": what hangs on due is claimed from the next tick of the database clock.
_STRICTLY_AFTER = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A clock's run as plain values: all that is needed to place the rungs in time."""

    started_at: datetime
    due_at: datetime
    counting: Counting
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder: when a share of the budget is used, or some time after due (exactly one of the two)."""

    clock_kind: str
    number: int
    action: RungAction
    name: str
    share: Decimal | None = None
    after_due: Limit | None = None
    urgency: str = ""
    organization_kind: str = ""
    valid_from: date = date.min
    valid_to: date | None = None
    recipients: tuple[Recipient, ...] = ()

    def falls_due_at(self, span: Span, calendar: WorkCalendar) -> datetime:
        """The rung's true due time; shares are cut to whole seconds."""
        if self.after_due is not None:
            limit = self.after_due
            return walk(span.due_at, limit.duration, limit.kind.counting, calendar, span.pauses)
        budget = used(span.started_at, span.due_at, span.counting, calendar, span.pauses)
        share = timedelta(seconds=int(Decimal(budget // timedelta(seconds=1)) * (self.share or 0)))
        return walk(span.started_at, share, span.counting, calendar, span.pauses)

    def alarm_at(self, falls_due_at: datetime) -> datetime:
        """The first instant at which it may be claimed."""
        return falls_due_at + _STRICTLY_AFTER if self.after_due is not None else falls_due_at

    @property
    def hearers(self) -> tuple[Recipient, ...]:
        """Whom the row names, else whom its action usually tells."""
        return self.recipients or USUAL[self.action]

    @property
    def key(self) -> tuple[str, str]:
        return (self.urgency, self.organization_kind)


@dataclass(frozen=True)
class Ladder:
    """All configured rungs; those of one clock are the most specific set that is valid on a day."""

    rungs: tuple[Rung, ...]
    _found: dict[tuple[str, str, str, date], tuple[Rung, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def rungs_for(self, clock_kind: str, *, urgency: str, organization_kind: str, on: date) -> tuple[Rung, ...]:
        """Rungs in order of number. A set for both urgency and kind of organization wins over one for the urgency,
        that over one for the kind of organization, that over the general one; sets are never mixed."""
        asked = (clock_kind, urgency, organization_kind, on)
        if asked not in self._found:
            self._found[asked] = self._choose(*asked)
        return self._found[asked]

    def _choose(self, clock_kind: str, urgency: str, organization_kind: str, on: date) -> tuple[Rung, ...]:
        valid = [
            r
            for r in self.rungs
            if r.clock_kind == clock_kind and r.valid_from <= on and (r.valid_to is None or on <= r.valid_to)
        ]
        for key in ((urgency, organization_kind), (urgency, ""), ("", organization_kind), ("", "")):
            if chosen := [r for r in valid if r.key == key]:
                return _one_a_number(chosen)
        return ()


def _one_a_number(rungs: Sequence[Rung]) -> tuple[Rung, ...]:
    """Where two versions of a rung are in force on a day, the younger holds: a rung fires once, whatever was set up."""
    youngest = {r.number: r for r in sorted(rungs, key=lambda r: r.valid_from)}
    return tuple(youngest[number] for number in sorted(youngest))


@dataclass(frozen=True, slots=True)
class DueRung:
    """A rung placed in time."""

    rung: Rung
    due_at: datetime
    alarm_at: datetime


def placed(rungs: Sequence[Rung], span: Span, calendar: WorkCalendar, *, after_rung: int = 0) -> Iterator[DueRung]:
    """The rungs above `after_rung` with their times, lazily: most clocks only ever ask for the next one."""
    for rung in rungs:
        if rung.number > after_rung:
            due_at = rung.falls_due_at(span, calendar)
            yield DueRung(rung, due_at, rung.alarm_at(due_at))


def warn_at(rungs: Sequence[Rung], span: Span, calendar: WorkCalendar) -> datetime:
    """From when little time is left: the due time of the reminder that hangs on a share; without one, due itself."""
    for rung in rungs:
        if rung.action == RungAction.REMIND and rung.share is not None:
            return rung.falls_due_at(span, calendar)
    return span.due_at
