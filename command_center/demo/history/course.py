"""One case with all its rows, in memory: steps, events, clocks, fired rungs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from cases.actions.escalate import SWEEP
from cases.actions.rung_notices import rung_words
from cases.actions.timing import by_limit, by_order
from cases.models import (
    CallBack,
    Case,
    CaseApplication,
    CaseClock,
    CaseClockPause,
    CaseClockStretch,
    CaseEscalation,
    CaseEvent,
    CaseParty,
    CaseTask,
    ClockKind,
    DispatchDecision,
    Requester,
    SupervisionOrder,
)
from cases.queries.standards import ChosenLimit
from command_center.demo.history.supervising import supervise
from command_center.demo.history.world import World
from deadlines import clocks as deadline_clocks
from deadlines.clocks.alarms import next_alarm, upcoming, warning
from deadlines.clocks.rows import stretch_of
from deadlines.ladder import DueRung
from deadlines.models import ClockStretch
from deadlines.states import ClockState
from kernel.actors import Actor
from organizations.models import Organization

# The beat of the sweep: a rung is claimed at the first beat after it has fallen due.
_BEAT = 15


@dataclass
class Course:
    world: World
    case: Case
    requester: Requester
    actor: Actor
    now: datetime
    events: list[CaseEvent] = field(default_factory=list)
    clocks: list[CaseClock] = field(default_factory=list)
    decisions: list[DispatchDecision] = field(default_factory=list)
    parties: list[CaseParty] = field(default_factory=list)
    callbacks: list[CallBack] = field(default_factory=list)
    escalations: list[CaseEscalation] = field(default_factory=list)
    stretches: list[CaseClockStretch] = field(default_factory=list)
    supervisions: list[SupervisionOrder] = field(default_factory=list)
    tasks: list[CaseTask] = field(default_factory=list)
    applications: list[CaseApplication] = field(default_factory=list)
    pauses: list[CaseClockPause] = field(default_factory=list)

    def step(self, actor: Actor, now: datetime) -> Case:
        """Somebody acts: what fell due before has been swept, and the case has a new version."""
        self.sweep_until(now)
        self.case.version += 1
        self.actor, self.now = actor, now
        return self.case

    def event(self, kind: str, text: str, **data: object) -> None:
        self._append(kind, text, data, by=self.actor, at=self.now)

    def _append(self, kind: str, text: str, data: dict[str, object], *, by: Actor, at: datetime) -> None:
        event = CaseEvent(
            case=self.case,
            kind=kind,
            at=at,
            actor_key=by.key,
            actor_label=by.label,
            text=text[:500],
            data=data,
            version=self.case.version,
        )
        self.events.append(event)

    def live(self, kind: ClockKind) -> CaseClock | None:
        return next((c for c in self.clocks if c.kind == kind and c.state == ClockState.RUNNING), None)

    def latest(self, kind: ClockKind) -> CaseClock | None:
        """The one that was started last, running or not."""
        return next((c for c in reversed(self.clocks) if c.kind == kind), None)

    def start(
        self, kind: ClockKind, chosen: ChosenLimit | None, *, holder: Organization, at: datetime
    ) -> CaseClock | None:
        """A clock by a limit of the table; None when there is none."""
        if chosen is None:
            return None
        return self.start_by(by_limit(self.case, kind, chosen, holder=holder, at=at, now=self.now))

    def start_given(self, due_at: datetime, *, holder: Organization, at: datetime, source: str) -> CaseClock:
        """A handling clock whose due time is given."""
        return self.start_by(by_order(self.case, due_at, holder=holder, at=at, now=self.now, source=source))

    def start_by(self, facts: Mapping[str, Any]) -> CaseClock:
        """A clock that starts with these facts of `cases.actions.timing`."""
        clock = deadline_clocks.build(CaseClock, self.case, **facts, rules=self.world.rules)
        self.clocks.append(clock)
        return clock

    def transfer(self, clock: CaseClock, holder: Organization) -> None:
        if clock.holder == holder:
            return
        ended = max(self.now, clock.started_at)
        self.stretches.append(stretch_of(clock, ClockStretch.End.TRANSFERRED, until=ended))
        clock.holder = holder
        clock.warn_at = warning(clock, self.world.rules)
        clock.next_alarm_at = next_alarm(clock, self.world.rules)

    def stop(self, kind: ClockKind) -> None:
        clock = self.live(kind)
        if clock is not None:
            at = max(self.now, clock.started_at)
            self.end(clock, ClockState.MET if at <= clock.due_at else ClockState.MISSED, at)

    def cancel_clocks(self) -> None:
        for clock in self.clocks:
            if clock.state == ClockState.RUNNING:
                self.end(clock, ClockState.CANCELLED, self.now)

    def end(self, clock: CaseClock, state: ClockState, at: datetime) -> None:
        clock.state, clock.stopped_at, clock.next_alarm_at = state, at, None

    def sweep_until(self, now: datetime) -> None:
        """Fires, beat by beat, every rung that fell due before `now`; what falls due later is for the real sweep."""
        while alarms := [_awake(c, c.next_alarm_at) for c in self.clocks if c.next_alarm_at]:
            beat = beat_after(min(alarms))
            if beat > now:
                return
            self.case.version += 1
            due = [c for c in self.clocks if c.next_alarm_at is not None and _awake(c, c.next_alarm_at) <= beat]
            passed = [(clock, rung) for clock in due for rung in self._passed(clock, beat)]
            recorded = [self._record(*each, beat) for each in sorted(passed, key=lambda each: each[1].due_at)]
            supervise(self, recorded, beat)

    def _passed(self, clock: CaseClock, beat: datetime) -> list[DueRung]:
        """The rungs that have fallen due, lowest first; the clock points at the next."""
        passed: list[DueRung] = []
        clock.next_alarm_at = None
        for due in upcoming(clock, self.world.rules, []):
            if due.alarm_at > beat:
                clock.next_alarm_at = due.alarm_at
                break
            passed.append(due)
            clock.rung = due.rung.number
        return passed

    def _record(self, clock: CaseClock, due: DueRung, beat: datetime) -> CaseEscalation:
        rung = due.rung
        escalation = CaseEscalation(
            clock=clock,
            rung=rung.number,
            term=clock.term,
            action=rung.action,
            name=rung.name,
            due_at=due.due_at,
            claimed_at=beat,
            is_highest=rung.number == clock.rung,
        )
        self.escalations.append(escalation)
        data = {"clock": str(clock.kind), "rung": rung.number, "due_at": due.due_at.isoformat()}
        text = rung_words(clock, rung.name, now=beat)
        self._append(str(rung.action), text, data, by=SWEEP, at=beat)
        return escalation


def beat_after(alarm: datetime) -> datetime:
    seconds = ceil(alarm.timestamp() / _BEAT) * _BEAT
    return alarm + timedelta(seconds=seconds - alarm.timestamp())


def _awake(clock: CaseClock, alarm: datetime) -> datetime:
    """When a sweep first sees the alarm: of a clock that goes on after its end, not before it was recorded."""
    return max(alarm, clock.recorded_at)
