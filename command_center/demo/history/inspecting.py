"""What inspectors and those who send them write, in memory (`cases.actions.errands` is the original)."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.check import closing_words
from cases.actions.errands import errand_words
from cases.models import CaseTask, ClockKind, Closing, FilingStandard
from cases.states import State
from command_center.demo.history.course import Course
from command_center.demo.history.filing import take_up
from command_center.demo.history.handling import hand_back, start_limited
from command_center.demo.history.supervising import end_supervision
from kernel.actors import Actor

_CLOCKS = {CaseTask.Kind.VERIFICATION: ClockKind.VERIFY, CaseTask.Kind.CHECK: ClockKind.CHECK}


def send_to_verify(course: Course, *, words: str, actor: Actor, now: datetime) -> None:
    case = course.step(actor, now)
    task = send_inspector(course, CaseTask.Kind.VERIFICATION, words=words or _("到现场核实是否属实"))
    case.state = State.VERIFYING
    course.event("sent_to_verify", _("送 %(who)s 核实：%(words)s") % {"who": errand_words(task), "words": task.words})


def send_inspector(course: Course, kind: CaseTask.Kind, *, words: str) -> CaseTask:
    found = course.world.inspector(course.case)
    task = CaseTask(
        case=course.case,
        kind=kind,
        round=course.case.round,
        organization=found.organization,
        person_key=found.key,
        person_label=found.label[:80],
        words=words[:300],
        clock=start_limited(course, _CLOCKS[kind], holder=found.organization, at=course.now),
        issued_at=course.now,
        issued_by_label=course.actor.label,
    )
    course.tasks.append(task)
    return task


def verify(
    course: Course, *, is_true: bool, words: str, standard: FilingStandard | None = None, actor: Actor, now: datetime
) -> None:
    case = course.step(actor, now)
    outcome = CaseTask.Outcome.TRUE if is_true else CaseTask.Outcome.UNTRUE
    _finish(course, CaseTask.Kind.VERIFICATION, outcome, result=words)
    chosen = standard or course.world.standard(case.category, urgency=case.urgency, flow=case.flow, at=now)
    if is_true and chosen is not None:
        take_up(course, chosen, text=_("核实属实，立案，条件：%(condition)s"))
        return
    course.cancel_clocks()
    end_supervision(course)
    case.state, case.closed_at = State.REJECTED, now
    course.event("rejected", _("核实不属实，不予立案：%(words)s") % {"words": words})


def check(course: Course, *, is_passed: bool, words: str, actor: Actor, now: datetime) -> None:
    case = course.step(actor, now)
    outcome = CaseTask.Outcome.PASSED if is_passed else CaseTask.Outcome.FAILED
    _finish(course, CaseTask.Kind.CHECK, outcome, result=words)
    if not is_passed:
        case.rework_count += 1
        hand_back(course, why=_("核查不通过，%(words)s") % {"words": words}, is_new_round=False)
        return
    course.stop(ClockKind.HANDLE)
    course.cancel_clocks()
    end_supervision(course)
    case.state, case.closed_at, case.closing = State.CLOSED, now, Closing.NORMAL.value
    course.event("closed", closing_words(case.standard, words), closing=case.closing)


def _finish(course: Course, kind: CaseTask.Kind, outcome: CaseTask.Outcome, *, result: str) -> None:
    course.stop(_CLOCKS[kind])
    task = next(task for task in course.tasks if task.kind == kind and task.state == CaseTask.State.OPEN)
    task.state, task.outcome, task.result = CaseTask.State.DONE, outcome, result[:1000]
    task.ended_at, task.ended_by_label = course.now, course.actor.label
