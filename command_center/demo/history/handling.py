"""Which clock starts when, in memory (`cases.actions.timing` is the original)."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.timing import going_on, named_limit
from cases.models import CaseClock, ClockKind, CountsFrom
from cases.queries.standards import ChosenLimit
from cases.states import State
from command_center.demo.history.course import Course
from deadlines.states import ClockState
from organizations.models import Organization

_DAY = [CountsFrom.RECEIVED, CountsFrom.FILED, CountsFrom.DISPATCHED]


def start_limited(course: Course, kind: ClockKind, *, holder: Organization, at: datetime) -> CaseClock | None:
    """One of the units' own clocks, by the limit in force."""
    return course.start(kind, _limit(course, kind, at=course.now), holder=holder, at=at)


def start_handling(course: Course, moment: str, *, holder: Organization) -> CaseClock | None:
    """The citizen's clock, if its limit counts from this moment and none is running."""
    case = course.case
    if course.live(ClockKind.HANDLE) is not None:
        return None
    if case.reply_due_at is not None:
        return course.start_given(case.reply_due_at, holder=holder, at=case.received_at, source=_("来件时限"))
    chosen = _handling_limit(course)
    if chosen is None or _DAY.index(CountsFrom(chosen.counts_from)) > _DAY.index(CountsFrom(moment)):
        return None
    begins = {"received": case.received_at, "filed": case.filed_at, "dispatched": course.now}
    return course.start(ClockKind.HANDLE, chosen, holder=holder, at=begins[chosen.counts_from] or course.now)


def start_handling_again(course: Course, *, holder: Organization) -> CaseClock | None:
    return course.start(ClockKind.HANDLE, _handling_limit(course), holder=holder, at=course.now)


def go_on_handling(course: Course, *, holder: Organization) -> CaseClock | None:
    due_at, before = course.case.due_at, course.latest(ClockKind.HANDLE)
    if due_at is None or before is None or (due_at <= course.now and before.state != ClockState.MET):
        return start_handling_again(course, holder=holder)
    facts = going_on(course.case, before, due_at, rules=course.world.rules, holder=holder, now=course.now)
    if before.state == ClockState.MET:
        before.state = ClockState.CANCELLED
    return course.start_by(facts)


def _handling_limit(course: Course) -> ChosenLimit | None:
    standard = course.case.standard
    if standard is None:
        return _limit(course, ClockKind.HANDLE, at=course.now)
    return named_limit(standard)


def _limit(course: Course, kind: ClockKind, *, at: datetime) -> ChosenLimit | None:
    case = course.case
    return course.world.limit(kind, category=case.category, urgency=case.urgency, flow=case.flow, at=at)


def hand_back(course: Course, *, why: str, is_new_round: bool) -> None:
    case = course.case
    if case.lead is not None and course.live(ClockKind.HANDLE) is None:
        begin = start_handling_again if is_new_round else go_on_handling
        clock = begin(course, holder=case.lead)
        if clock is not None:
            case.due_at, case.warn_at = clock.due_at, clock.warn_at
    case.state = State.HANDLING
    course.event("handed_back", _("退回 %(lead)s 继续办理：%(why)s") % {"lead": case.lead, "why": why})
