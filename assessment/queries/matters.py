"""What a fact is about, by the number that people know."""

from django.db.models import Model

from assessment.indicators import Matter
from cases.models import Case, CaseTask
from enforcement.models import Feedback, Summons, Whistle

_NUMBERED: dict[str, tuple[type[Model], str]] = {
    Matter.CASE: (Case, "case_no"),
    Matter.TASK: (CaseTask, "case__case_no"),
    Matter.SUMMONS: (Summons, "number"),
    Matter.WHISTLE: (Whistle, "number"),
    Matter.FEEDBACK: (Feedback, "whistle__number"),
}


def labels_of(matter: str, refs: list[int]) -> dict[int, str]:
    """By reference; what has no number of its own (an area, an entered value) is not there."""
    if matter not in _NUMBERED:
        return {}
    model, field = _NUMBERED[matter]
    return dict(model._default_manager.filter(pk__in=refs).values_list("pk", field))
