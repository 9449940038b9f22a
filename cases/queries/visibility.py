"""Who sees which case: a queryset by organization and area, and the same rule the other way round for the outbox."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, CaseParty
from grid.models import Community, Street
from kernel.actors import Actor
from organizations.models import Organization
from organizations.visibility import scope_of


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases this actor may see: the centre all, a street and a community those of their area, every unit
    those it has a part in, a sender those it sent."""
    scope = scope_of(actor)
    if scope.all:
        return Case.objects.all()
    if not scope.organization_ids:
        return Case.objects.none()
    has_a_part = CaseParty.objects.filter(case=OuterRef("pk"), organization__in=scope.organization_ids)
    mine = Q(Exists(has_a_part)) | Q(sender__in=scope.organization_ids)
    if scope.community_id is not None:
        mine |= Q(community__in=_ever_the_same(Community, scope.community_id))
    elif scope.street_id is not None:
        mine |= Q(street__in=_ever_the_same(Street, scope.street_id))
    return Case.objects.filter(mine)


def audience_of(case: Case) -> set[int]:
    """Ids of the organizations that may see the case as it stands: the centre, its area's, its parties, its sender."""
    return audiences_of([case])[case.pk]


def audiences_of(cases: Collection[Case]) -> dict[int, set[int]]:
    """`audience_of` for many cases by case id, in two statements when their street and community are loaded."""
    seen_by = seeing_without_a_part(cases)
    for case_id, organization_id in CaseParty.objects.filter(case__in=cases).values_list("case", "organization"):
        seen_by[case_id].add(organization_id)
    return seen_by


def audience_at(street_id: int | None, community_id: int | None, sender_id: int | None) -> frozenset[int]:
    """`audience_of` of a new case in this area, in which nobody has a part yet."""
    return audience_of_new(Case(street_id=street_id, community_id=community_id, sender_id=sender_id))


def audience_of_new(case: Case) -> frozenset[int]:
    """`audience_of` of a case in which nobody has a part yet, in one statement when its areas are loaded."""
    return frozenset(seeing_without_a_part([case])[case.pk])


def seeing_without_a_part(cases: Collection[Case]) -> dict[int, set[int]]:
    """By case id, who sees it for where it lies and who sent it: the centre, its area's organizations, its sender."""
    everywhere: set[int] = set()
    by_street: defaultdict[str | None, set[int]] = defaultdict(set)
    by_community: defaultdict[str | None, set[int]] = defaultdict(set)
    for pk, street, community in _areas(cases):
        if street is None and community is None:  # the centre has no area and sees all
            everywhere.add(pk)
        by_street[street].add(pk)
        by_community[community].add(pk)
    return {
        case.pk: everywhere
        | (by_street[case.street.code] if case.street else set())
        | (by_community[case.community.code] if case.community else set())
        | ({case.sender_id} if case.sender_id else set())
        for case in cases
    }


def _areas(cases: Collection[Case]) -> QuerySet[Organization, tuple[int, str | None, str | None]]:
    """The centre, and the organizations of these cases' areas, each with its street and community."""
    return Organization.objects.filter(
        Q(kind=Organization.Kind.DISTRICT_CENTRE)
        | Q(street__code__in={c.street.code for c in cases if c.street})
        | Q(community__code__in={c.community.code for c in cases if c.community})
    ).values_list("pk", "street__code", "community__code")


def _ever_the_same(area: type[Street] | type[Community], pk: int) -> QuerySet[Any]:
    """The area's rows, the redrawn ones of other years among them: a case keeps the row it was located in."""
    return area._default_manager.filter(code__in=area._default_manager.filter(pk=pk).values("code"))
