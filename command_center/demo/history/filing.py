"""Filing, in memory (`cases.actions.filing` is the original)."""

from cases.models import ClockKind, FilingStandard
from cases.states import State
from command_center.demo.history.course import Course
from command_center.demo.history.handling import start_handling, start_limited


def take_up(course: Course, standard: FilingStandard, *, text: str) -> None:
    case, now = course.case, course.now
    case.state, case.filed_at, case.standard = State.PENDING_DISPATCH, now, standard
    if standard.category is not None:
        case.category, case.needs_classification = standard.category, False
    start_limited(course, ClockKind.DISPATCH, holder=course.world.centre, at=now)
    handle = start_handling(course, "filed", holder=course.world.centre)
    if handle is not None:
        case.due_at, case.warn_at = handle.due_at, handle.warn_at
    course.event("filed", text % {"condition": standard.condition}, standard=standard.pk)
