"""The tasks that are an actor's to do: sent to him, or to his organization."""

from django.db.models import Q, QuerySet

from cases.models import CaseTask
from cases.queries.inspectors import only_inspects
from kernel.actors import Actor
from organizations.visibility import scope_of


def tasks_for(actor: Actor) -> QuerySet[CaseTask]:
    """An inspector's own errands and those that nobody in particular was sent to; for everybody else all tasks of
    the organization, and what they are sent to in person."""
    if not scope_of(actor).organization_ids:
        return CaseTask.objects.none()
    home = Q(organization=actor.organization_id)
    if only_inspects(actor):
        home &= Q(person_key="", kind__in=CaseTask.INSPECTIONS)
    return CaseTask.objects.filter(home | Q(person_key=actor.key))


def for_listing(tasks: QuerySet[CaseTask]) -> QuerySet[CaseTask]:
    """With the case, its street, the organization and the clock: what a line shows."""
    return tasks.select_related("case__street", "organization", "clock").defer("case__street__shape", "case__search")
