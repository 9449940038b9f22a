"""Who sees which whistle and which summons, and the same rule the other way round for the outbox.

The street sees its own whistles whole, the centre all. A department sees its own summonses, and the head of a whistle
as long as it is called by it: an objection that was upheld ends that.
"""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, QuerySet

from enforcement.models import Summons, Whistle
from enforcement.states import SummonsState
from kernel.actors import Actor
from organizations.models import Organization
from organizations.roll import current_roll
from organizations.visibility import scope_of


def whistles_visible_to(actor: Actor) -> QuerySet[Whistle]:
    """The whistles whose head this actor may see; of their summonses those of `summonses_visible_to`."""
    scope = scope_of(actor)
    if scope.all:
        return Whistle.objects.all()
    if not scope.organization_ids:
        return Whistle.objects.none()
    if _is_street(scope.organization_ids):
        return Whistle.objects.filter(office__in=scope.organization_ids)
    called = Summons.objects.filter(whistle=OuterRef("pk"), department__in=scope.organization_ids)
    return Whistle.objects.filter(Exists(called.exclude(state=SummonsState.EXCUSED)))


def summonses_visible_to(actor: Actor) -> QuerySet[Summons]:
    """A department its own, a street those of its whistles, the centre all."""
    scope = scope_of(actor)
    if scope.all:
        return Summons.objects.all()
    if not scope.organization_ids:
        return Summons.objects.none()
    if _is_street(scope.organization_ids):
        return Summons.objects.filter(whistle__office__in=scope.organization_ids)
    return Summons.objects.filter(department__in=scope.organization_ids)


def _is_street(organization_ids: Collection[int]) -> bool:
    """Streets call and departments are called, nobody does both: each list keeps to an index of its own."""
    units = current_roll().by_id
    return all(units[pk].kind == Organization.Kind.STREET for pk in organization_ids)


def watchers_of(whistle: Whistle) -> set[int]:
    """Ids of the organizations that see everything of it: its street and the centre."""
    centre = current_roll().centre
    return {whistle.office_id, *({centre.pk} if centre else ())}


def audience_of(watchers: set[int], called: Iterable[tuple[int, str]]) -> set[int]:
    """Who sees the head: the watchers and whoever is called, given as (department, state of its summons)."""
    return watchers | {pk for pk, state in called if state != SummonsState.EXCUSED}


def audiences_of(summonses: Iterable[Summons]) -> dict[int, set[int]]:
    """By the summons's key, who sees it: the centre, its street, its department; their whistles must be loaded."""
    centre = current_roll().centre
    above = {centre.pk} if centre else set()
    return {one.pk: above | {one.whistle.office_id, one.department_id} for one in summonses}
