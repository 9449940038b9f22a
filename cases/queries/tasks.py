"""What others do for a case."""

from django.db.models import QuerySet

from cases.models import Case, CaseTask
from cases.states import Flow


def tasks_of(case: Case) -> list[CaseTask]:
    """All tasks of the case, oldest first, with their units and clocks; a request nobody has signed for has none."""
    if case.flow == Flow.HOTLINE and case.signed_at is None:
        return []
    return list(CaseTask.objects.filter(case=case).select_related("organization", "clock").order_by("id"))


def open_tasks(case: Case) -> QuerySet[CaseTask]:
    """What others were asked to do for the case and have neither reported nor been relieved of, oldest first."""
    tasks = CaseTask.objects.filter(case=case, kind__in=CaseTask.HANDED_ON, state=CaseTask.State.OPEN)
    return tasks.select_related("organization").order_by("id")
