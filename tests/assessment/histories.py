"""Random histories as plain values, and how they are written down as rows: what an indicator counts is computed from
the values by `oracle`, never from the rows."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st

from cases.models import CallBack, Case, CaseApplication, CaseClock, CaseClockStretch, CaseEvent, DispatchDecision
from tests.make import at

# Around the borders of October in Beijing, by calendar month and by the 18th.
_BORDERS = [at(f"2026-{day} 00:00") for day in ("09-19", "10-01", "10-19", "11-01")]
_NEAR = [border + timedelta(seconds=s) for border in _BORDERS for s in (-1, 0, 1)]
MOMENTS = st.sampled_from(_NEAR) | st.integers(0, 90 * 24).map(lambda h: at("2026-09-01 00:30") + timedelta(hours=h))
_numbers = itertools.count(1)


@dataclass
class Limit:
    """One handle clock: what it was at the end, and who held it until when before a transfer."""

    state: str
    holder: int
    started: datetime
    due: datetime
    stopped: datetime | None = None
    paused: datetime | None = None
    before: list[tuple[datetime, int]] = field(default_factory=list)


@dataclass
class Call:
    at: datetime
    reached: bool
    contacted: bool | None = None
    solved: str = ""
    satisfied: str = ""


@dataclass
class Asked:
    """An application of this unit that was decided."""

    kind: str
    state: str
    unit: int
    at: datetime


@dataclass
class Life:
    """One case. `street` and units are numbers in the town; `ref` comes with the row."""

    flow: str
    street: int | None
    lead: int
    request_kind: str
    received: datetime
    filed: datetime | None
    ended: datetime | None
    end: str
    is_merged: bool
    is_excluded: bool
    limits: list[Limit]
    calls: list[Call]
    applications: list[Asked]
    dispatches: list[tuple[datetime, int]]
    handed_back: list[datetime]
    ref: int = 0

    @property
    def judged(self) -> list[Limit]:
        """All that were not taken back or cancelled."""
        return [one for one in self.limits if one.state != "cancelled"]


@st.composite
def limits(draw, *, is_last: bool) -> Limit:
    state = draw(st.sampled_from(["met", "missed", "cancelled", *(["running", "paused"] if is_last else [])]))
    started, due = sorted([draw(MOMENTS), draw(MOMENTS)])
    one = Limit(state, draw(st.integers(0, 2)), started, due)
    if state == "met":
        one.stopped = draw(st.sampled_from([started, due]) | MOMENTS.filter(lambda m: started <= m <= due))
    elif state == "missed":
        one.stopped = due + timedelta(seconds=draw(st.integers(1, 40 * 24 * 3600)))
    elif state == "cancelled":
        one.stopped = draw(MOMENTS)
    elif state == "paused":
        one.paused = draw(st.sampled_from([started, due]) | MOMENTS)
    if draw(st.integers(0, 3)) == 0:
        one.before = [(draw(MOMENTS), draw(st.integers(0, 2)))]
    return one


@st.composite
def calls(draw) -> Call:
    when, kind = draw(MOMENTS), draw(st.integers(0, 5))
    if kind == 0:
        return Call(when, reached=False)
    solved, satisfied = st.sampled_from(["yes", "partly", "no"]), st.sampled_from(["very", "basically", "dissatisfied"])
    if kind == 1:  # a file left the rest open
        return Call(when, True, None, draw(solved), "")
    return Call(when, True, draw(st.booleans()), draw(solved), draw(satisfied))


@st.composite
def lives(draw) -> Life:
    count = draw(st.integers(0, 3))
    chain = [draw(limits(is_last=n == count - 1)) for n in range(count)]
    end = draw(st.sampled_from(["open", "closed", "closed", "cancelled"]))
    units = st.integers(0, 2)
    asked = st.builds(
        Asked, st.sampled_from(["return", "extension"]), st.sampled_from(["approved", "refused"]), units, MOMENTS
    )
    return Life(
        flow=draw(st.sampled_from(["hotline", "grid"])),
        street=draw(st.none() | st.integers(0, 1)),
        lead=draw(units),
        request_kind=draw(st.sampled_from(["complaint", "help", "consultation"])),
        received=draw(MOMENTS),
        filed=draw(st.none() | MOMENTS),
        ended=draw(MOMENTS) if end != "open" else None,
        end=end,
        is_merged=draw(st.booleans()),
        is_excluded=draw(st.integers(0, 4)) == 0,
        limits=chain,
        calls=draw(st.lists(calls(), max_size=3)),
        applications=draw(st.lists(asked, max_size=2)),
        dispatches=draw(st.lists(st.tuples(MOMENTS, units), max_size=2)),
        handed_back=draw(st.lists(MOMENTS, max_size=2)),
    )


def write(found: list[Life], *, streets, units) -> None:
    """The rows of these lives, each with its `ref`; of the merged ones all follow the first case."""
    rows = Case.objects.bulk_create([_case(one, streets, units) for one in found])
    for life, row in zip(found, rows, strict=True):
        life.ref = row.pk
    if rows:
        merged = [one.ref for one in found[1:] if one.is_merged]
        Case.objects.filter(pk__in=merged).update(merged_into=rows[0])
    for life in found:
        _write_limits(life, units)
        CallBack.objects.bulk_create([_call(life, one) for one in life.calls])
        CaseApplication.objects.bulk_create([_application(life, one, units) for one in life.applications])
        DispatchDecision.objects.bulk_create(
            DispatchDecision(case_id=life.ref, at=when, mode="by_hand", target=units[to], reason="")
            for when, to in life.dispatches
        )
        CaseEvent.objects.bulk_create(
            CaseEvent(case_id=life.ref, kind="handed_back", at=when, text="", version=1) for when in life.handed_back
        )


def _case(life: Life, streets, units) -> Case:
    no = f"H{next(_numbers):08}"
    return Case(
        case_no=no,
        order_no=no,
        source="inspector" if life.flow == "grid" else "12345",
        posted_by="client:1",
        flow=life.flow,
        state={"open": "handling"}.get(life.end, life.end),
        # Whatever was handled anew says so: in rounds, or as rework.
        round=2 if len(life.judged) > 1 and not life.handed_back else 1,
        rework_count=len(life.handed_back),
        request_kind=life.request_kind,
        urgency="general",
        title="",
        content="",
        precision="none",
        street=None if life.street is None else streets[life.street],
        lead=units[life.lead],
        received_at=life.received,
        created_at=life.received,
        filed_at=life.filed,
        closed_at=life.ended,
    )


def _write_limits(life: Life, units) -> None:
    for one in life.limits:
        clock = CaseClock.objects.create(
            case_id=life.ref,
            kind="handle",
            holder=units[one.holder],
            state=one.state,
            started_at=one.started,
            recorded_at=one.started,
            due_at=one.due,
            warn_at=one.started,
            stopped_at=one.stopped,
            paused_at=one.paused,
        )
        CaseClockStretch.objects.bulk_create(
            CaseClockStretch(
                clock=clock, holder=units[who], term=1, due_at=one.due, counting="wall", until=until, ended_by="x"
            )
            for until, who in one.before
        )


def _call(life: Life, one: Call) -> CallBack:
    is_imported = one.reached and one.contacted is None
    answers = {"was_contacted": one.contacted, "solved": one.solved, "satisfied": one.satisfied}
    return CallBack(case_id=life.ref, round=1, at=one.at, is_reached=one.reached, is_imported=is_imported, **answers)


def _application(life: Life, one: Asked, units) -> CaseApplication:
    return CaseApplication(
        case_id=life.ref,
        kind=one.kind,
        state=one.state,
        round=1,
        organization=units[one.unit],
        asked_at=one.at,
        reason="",
        came_from="handling",
        until=one.at,
        decided_at=one.at,
    )
