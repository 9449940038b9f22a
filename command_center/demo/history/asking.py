"""What a unit that asks for something leaves behind, in memory: a return that waits, a case on the shelf."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.models import CaseApplication, CaseClockPause, ClockKind
from cases.states import State
from command_center.demo.history.course import Course
from command_center.demo.history.handling import start_limited
from deadlines.states import ClockState
from kernel.actors import Actor
from kernel.times import due_text


def request_return(course: Course, *, reason: str, basis: str, actor: Actor, now: datetime) -> None:
    case = course.step(actor, now)
    course.stop(ClockKind.SIGN)
    _hand_in(course, CaseApplication.Kind.RETURN, reason=reason, basis=basis, decision=course.decisions[-1])
    case.state = State.RETURN_REQUESTED
    words = {"lead": case.lead, "reason": reason}
    course.event("return_requested", _("%(lead)s 申请退单：%(reason)s") % words, proposed=None)


def request_shelving(course: Course, *, reason: str, plan: str, until: datetime, actor: Actor, now: datetime) -> None:
    case = course.step(actor, now)
    _hand_in(course, CaseApplication.Kind.SHELVING, reason=reason, plan=plan, until=until)
    words = {"lead": case.lead, "until": due_text(until, now=now), "reason": reason}
    course.event("shelving_requested", _("%(lead)s 申请挂账至 %(until)s：%(reason)s") % words)


def approve_shelving(course: Course, *, actor: Actor, now: datetime) -> None:
    case = course.step(actor, now)
    application = course.applications[-1]
    course.stop(ClockKind.DECIDE)
    application.state, application.decided_at = CaseApplication.State.APPROVED, now
    application.decided_by_label = actor.label[:80]
    _pause(course, reason=application.reason)
    case.state, case.shelved_until = State.SHELVED, application.until
    words = {"until": due_text(application.until, now=now)}  # type: ignore[arg-type]  # a shelving says until when
    course.event("shelved", _("同意挂账至 %(until)s") % words, until=application.until.isoformat())  # type: ignore[union-attr]


def _hand_in(course: Course, kind: CaseApplication.Kind, *, reason: str, **asked: object) -> None:
    case = course.case
    application = CaseApplication(
        case=case,
        kind=kind,
        round=case.round,
        organization=case.lead,
        asked_at=course.now,
        asked_by_label=course.actor.label[:80],
        reason=reason,
        came_from=case.state,
        clock=start_limited(course, ClockKind.DECIDE, holder=course.world.centre, at=course.now),
        **asked,
    )
    course.applications.append(application)


def _pause(course: Course, *, reason: str) -> None:
    clock = course.live(ClockKind.HANDLE)
    if clock is not None and clock.can_pause:
        clock.state, clock.paused_at, clock.next_alarm_at = ClockState.PAUSED, course.now, None
        course.pauses.append(CaseClockPause(clock=clock, paused_at=course.now, reason=reason[:200]))
