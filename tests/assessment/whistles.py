"""Random whistles as plain values, how they are written down, and what each indicator counts of them."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from enforcement.models import (
    Departure,
    Feedback,
    Rating,
    RatingItem,
    RatingMark,
    Summons,
    SummonsClock,
    Whistle,
)
from tests.assessment.histories import MOMENTS
from tests.assessment.oracle import NOUGHT, ONE, View

_numbers = itertools.count(1)
KINDS = ("sign", "arrive", "finish")


@dataclass
class Duty:
    """One clock of a summons."""

    state: str
    started: datetime
    due: datetime
    stopped: datetime | None = None
    paused: datetime | None = None


@dataclass
class Called:
    """One department of a whistle."""

    unit: int
    state: str
    notified: datetime
    moment: datetime
    came: datetime | None
    refused: datetime | None
    result: str
    left: datetime | None
    duties: dict[str, Duty]
    mark: int | None = None
    person: int | None = None
    rated: datetime | None = None
    ref: int = 0

    @property
    def reported(self) -> datetime | None:
        return self.moment if self.state == "reported" else None


@dataclass
class Blown:
    office: int
    end: str
    blown: datetime
    ended: datetime | None
    is_repeat: bool
    called: list[Called]
    stars: tuple[datetime, int, int, int] | None
    ref: int = 0
    feedback_ref: int = field(default=0)


@st.composite
def duties(draw) -> Duty:
    state = draw(st.sampled_from(["met", "missed", "cancelled", "running", "paused"]))
    started, due = sorted([draw(MOMENTS), draw(MOMENTS)])
    one = Duty(state, started, due)
    if state == "met":
        one.stopped = draw(st.sampled_from([started, due]))
    elif state == "missed":
        one.stopped = due + timedelta(seconds=draw(st.integers(1, 40 * 24 * 3600)))
    elif state == "cancelled":
        one.stopped = draw(MOMENTS)
    elif state == "paused":
        one.paused = draw(MOMENTS)
    return one


@st.composite
def called(draw, unit: int) -> Called:
    notified, moment = sorted([draw(MOMENTS), draw(MOMENTS)])
    is_rated = draw(st.booleans())
    return Called(
        unit=unit,
        state=draw(st.sampled_from(["notified", "excused", "stood_down", "reported"])),
        notified=notified,
        moment=moment,
        came=draw(st.none() | MOMENTS),
        refused=draw(st.none() | MOMENTS),
        result=draw(st.sampled_from(["solved", "partly", "unsolved"])),
        left=draw(st.none() | MOMENTS),
        duties={kind: draw(duties()) for kind in KINDS if draw(st.booleans())},
        mark=draw(st.integers(0, 90)) if is_rated else None,
        person=draw(st.none() | st.sampled_from([0, 9, 10])) if is_rated else None,
        rated=draw(MOMENTS) if is_rated else None,
    )


@st.composite
def whistles(draw) -> Blown:
    end = draw(st.sampled_from(["blown", "closed", "returned", "cancelled"]))
    stars = st.integers(1, 5)
    return Blown(
        office=draw(st.integers(0, 1)),
        end=end,
        blown=draw(MOMENTS),
        ended=None if end == "blown" else draw(MOMENTS),
        is_repeat=draw(st.booleans()),
        called=[draw(called(unit)) for unit in range(3) if draw(st.booleans())],
        stars=draw(st.none() | st.tuples(MOMENTS, stars, stars, stars)),
    )


def write(found: list[Blown], *, offices, units) -> None:
    item = RatingItem.objects.create(
        code="person", name="到场人员", points=10, basis="street", valid_from=date(2020, 1, 1)
    )
    first = None
    for one in found:
        row = _whistle(one, offices, first if one.is_repeat else None)
        first = first or row
        one.is_repeat, one.ref = row.repeat_of_id is not None, row.pk
        for each in one.called:
            _summons(each, row, units, item)
        if one.stars is not None:
            when, *marks = one.stars
            names = dict(zip(("necessity", "information", "coordination"), marks, strict=True))
            one.feedback_ref = Feedback.objects.create(whistle=row, department=units[0], at=when, **names).pk


def _whistle(one: Blown, offices, repeat_of) -> Whistle:
    return Whistle.objects.create(
        number=f"S{next(_numbers):09}",
        kind="enforcement",
        state=one.end,
        office=offices[one.office],
        leader_name="李某",
        matter="整治",
        precision="none",
        blown_at=one.blown,
        ended_at=one.ended,
        repeat_of=repeat_of,
        repeat_count=1 if repeat_of else 0,
    )


def _summons(one: Called, whistle, units, item) -> None:
    row = Summons.objects.create(
        whistle=whistle,
        number=f"{whistle.number}-{one.unit}",
        department=units[one.unit],
        duty="",
        state=one.state,
        notified_at=one.notified,
        signed_at=one.notified if one.state == "reported" else None,
        checked_in_at=one.came,
        refused_at=one.refused,
        refusal_reason="不派人" if one.refused else "",
        reported_at=one.reported,
        result=one.result if one.reported else "",
        excused_at=one.moment if one.state == "excused" else None,
        stood_down_at=one.moment if one.state == "stood_down" else None,
    )
    one.ref = row.pk
    if one.left is not None:
        Departure.objects.create(summons=row, state="unasked", at=one.left, reason="", decided_at=one.left)
    for kind, duty in one.duties.items():
        SummonsClock.objects.create(
            summons=row,
            kind=f"summons_{kind}",
            holder=units[one.unit],
            state=duty.state,
            started_at=duty.started,
            recorded_at=duty.started,
            due_at=duty.due,
            warn_at=duty.started,
            stopped_at=duty.stopped,
            paused_at=duty.paused,
        )
    if one.mark is not None:
        rating = Rating.objects.create(summons=row, total=one.mark, out_of=90, rated_at=one.rated)
        if one.person is not None:
            RatingMark.objects.create(rating=rating, item=item, points=one.person, is_by_facts=False)


# --- what is counted

Rows = Iterator[tuple]


def _fact(blown: Blown, one: Called, view: View, amount, *, weight=ONE, why: str = "") -> tuple:
    subject = view.units[one.unit] if view.kind == "department" else view.streets[blown.office]
    if why:
        return (subject, "summons", one.ref, "excluded", why, NOUGHT, NOUGHT)
    value = Decimal(amount)
    return (subject, "summons", one.ref, "numerator" if value else "denominator", "", value, weight)


def _kept(kind: str) -> Callable[[Blown, View], Rows]:
    def count(blown: Blown, view: View) -> Rows:
        for one in blown.called:
            duty = one.duties.get(kind)
            if duty is None:
                continue
            is_over = duty.paused is None or duty.due < duty.paused
            moments = [m for m in (duty.stopped, duty.due) if m is not None]
            if not is_over or not view.has(min(moments)):
                continue
            fell = duty.state == "cancelled"
            why = "excused" if one.state == "excused" else ""
            why = why or ("stood_down" if fell and one.state == "stood_down" else "whistle_over" if fell else "")
            yield _fact(blown, one, view, duty.state == "met", why=why)

    return count


def _by_notice(
    test: Callable[[Blown, Called, View], bool],
    *,
    only: Callable[[Called, View], bool] = lambda one, view: True,
    leaves_out: bool = False,
    weight=ONE,
) -> Callable[[Blown, View], Rows]:
    def count(blown: Blown, view: View) -> Rows:
        for one in blown.called:
            if not view.has(one.notified) or not only(one, view):
                continue
            why = ""
            if leaves_out:
                why = "excused" if one.state == "excused" else "whistle_over" if _is_over(blown, view) else ""
            yield _fact(blown, one, view, test(blown, one, view), why=why, weight=weight)

    return count


def _is_over(blown: Blown, view: View) -> bool:
    return blown.end in ("returned", "cancelled") and view.past(blown.ended)


def _by_report(value: Callable[[Called], Decimal]) -> Callable[[Blown, View], Rows]:
    def count(blown: Blown, view: View) -> Rows:
        for one in blown.called:
            if not view.has(one.reported):
                continue
            yield _fact(blown, one, view, value(one))

    return count


def _hours(blown: Blown, view: View) -> Rows:
    for one in blown.called:
        if view.has(one.reported):
            hours = Decimal(int((one.moment - one.notified).total_seconds())) / 3600
            row = _fact(blown, one, view, hours.quantize(Decimal("0.0001"), "ROUND_HALF_UP"))
            yield (*row[:3], "numerator", *row[4:])


def _marks(blown: Blown, view: View) -> Rows:
    for one in blown.called:
        if one.mark is not None and view.has(one.rated):
            mark = (Decimal(one.mark) * 100 / 90).quantize(Decimal("0.0001"), "ROUND_HALF_UP")
            row = _fact(blown, one, view, mark)
            yield (*row[:3], "numerator", *row[4:])


def _right_person(blown: Blown, view: View) -> Rows:
    for one in blown.called:
        if one.person is not None and view.has(one.rated):
            yield _fact(blown, one, view, one.person == 10)


def _stars(blown: Blown, view: View) -> Rows:
    if blown.stars is not None and view.has(blown.stars[0]):
        mark = (Decimal(sum(blown.stars[1:])) * 100 / 15).quantize(Decimal("0.0001"), "ROUND_HALF_UP")
        yield (view.streets[blown.office], "feedback", blown.feedback_ref, "numerator", "", mark, ONE)


BOTH = {
    "summons_signed_in_time_rate": _kept("sign"),
    "summons_arrived_in_time_rate": _kept("arrive"),
    "summons_finished_in_time_rate": _kept("finish"),
    "summons_hours": _hours,
    "repeat_whistle_rate": _by_notice(lambda b, one, v: b.is_repeat, leaves_out=True),
}
OF_STREETS = {
    "invalid_whistle_rate": _by_notice(lambda b, one, v: _is_over(b, v)),
    "whistle_quality": _stars,
}
OF_DEPARTMENTS = {
    "summons_attendance_rate": _by_notice(lambda b, one, v: v.past(one.came), leaves_out=True),
    "summons_finished_rate": _by_report(lambda one: {"solved": ONE, "partly": Decimal("0.5")}.get(one.result, NOUGHT)),
    "left_early_rate": _by_notice(lambda b, one, v: v.past(one.left), only=lambda one, v: v.past(one.came)),
    "refused_summons_count": _by_notice(lambda b, one, v: True, only=lambda one, v: v.past(one.refused), weight=NOUGHT),
    "street_mark": _marks,
    "right_person_rate": _right_person,
}


def indicators(kind: str) -> dict[str, Callable[[Blown, View], Rows]]:
    return BOTH | (OF_STREETS if kind == "street" else OF_DEPARTMENTS)
