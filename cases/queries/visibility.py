"""Who sees which case: a queryset by organization and area, and the same rule the other way round for the outbox."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, CaseParty
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
        mine |= Q(community_id=scope.community_id)
    elif scope.street_id is not None:
        mine |= Q(street_id=scope.street_id)
    return Case.objects.filter(mine)


def audience_of(case: Case) -> set[int]:
    """Ids of the organizations that may see the case as it stands: the centre, its area's, its parties, its sender."""
    return audiences_of([case])[case.pk]


def audiences_of(cases: Collection[Case]) -> dict[int, set[int]]:
    """`audience_of` for many cases by case id, in two statements."""
    areas = Organization.objects.filter(
        Q(kind=Organization.Kind.DISTRICT_CENTRE)
        | Q(street__in={c.street_id for c in cases if c.street_id})
        | Q(community__in={c.community_id for c in cases if c.community_id})
    ).values_list("pk", "street", "community")
    seen_by = {
        case.pk: {pk for pk, street, community in areas if _covers(case, street, community)}
        | ({case.sender_id} if case.sender_id else set())
        for case in cases
    }
    for case_id, organization_id in CaseParty.objects.filter(case__in=cases).values_list("case", "organization"):
        seen_by[case_id].add(organization_id)
    return seen_by


def _covers(case: Case, street: int | None, community: int | None) -> bool:
    """Whether an organization of this area sees the case; the centre has none and sees all."""
    if street is None and community is None:
        return True
    return (street is not None and street == case.street_id) or (
        community is not None and community == case.community_id
    )
