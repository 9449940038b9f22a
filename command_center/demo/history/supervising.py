"""The ladder's supervision orders, in memory (`cases.actions.supervise_by_rungs` is the original)."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cases.actions.escalate import SWEEP
from cases.actions.rung_notices import rung_words
from cases.actions.supervise_by_rungs import supervised_event
from cases.actions.supervision import new_order, order_words, reply_clock
from cases.models import CaseEscalation, ClockKind, SupervisionOrder
from deadlines.rung_actions import RungAction
from deadlines.states import ClockState
from organizations.models import Organization

if TYPE_CHECKING:
    from command_center.demo.history.course import Course


def supervise(course: "Course", recorded: Sequence[CaseEscalation], beat: datetime) -> None:
    """One order for the first rung that asks for one, if none waits for its answer."""
    asked = [one for one in recorded if one.action == RungAction.SUPERVISE]
    if not asked or any(order.state == SupervisionOrder.State.OPEN for order in course.supervisions):
        return
    case, clock, world = course.case, asked[0].clock, course.world
    chosen = world.limit(ClockKind.SUPERVISE, category=None, urgency=case.urgency, flow=case.flow, at=beat)
    order = new_order(
        case,
        nth=len(course.supervisions) + 1,
        holder=clock.holder,
        reason=rung_words(clock, asked[0].name, now=beat),
        clock=reply_clock(case, chosen, holder=clock.holder, now=beat, rules=world.rules),
        actor=SWEEP,
        now=beat,
        escalation=asked[0],
    )
    if order.clock is not None:
        course.clocks.append(order.clock)
    case.is_supervised = True
    course.supervisions.append(order)
    course.events.append(supervised_event(order, actor=SWEEP, now=beat))


def hand_over(course: "Course", holder: Organization) -> None:
    """An order that waits goes with the case."""
    for order in course.supervisions:
        if order.state == SupervisionOrder.State.OPEN:
            order.holder = holder
    clock = course.live(ClockKind.SUPERVISE)
    if clock is not None:
        course.transfer(clock, holder)


def end_supervision(course: "Course") -> None:
    """The case is over: what nobody answered is closed with it."""
    for order in course.supervisions:
        order.state, order.closed_at = SupervisionOrder.State.CLOSED, course.now
    clock = course.live(ClockKind.SUPERVISE)
    if clock is not None:
        course.end(clock, ClockState.CANCELLED, course.now)


def name_orders(course: "Course") -> None:
    """The case has its number by now: its orders are called after it, in the course too."""
    events = [event for event in course.events if event.kind == "supervised"]
    for nth, (order, event) in enumerate(zip(course.supervisions, events, strict=True), start=1):
        order.number = f"{course.case.case_no}-D{nth}"
        event.data = {"number": order.number}
        event.text = order_words(order, now=order.issued_at)[:500]
