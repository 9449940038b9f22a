"""Who sees which case: a queryset by organization and area, and the same rule the other way round for the outbox."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, CaseParty, CaseTask
from cases.queries.inspectors import only_inspects
from cases.states import OPEN
from grid.models import Community, DutyGrid, Street, UnitGrid
from kernel.actors import Actor
from organizations.roles import Role
from organizations.roll import Roll, current_roll
from organizations.visibility import scope_of


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases this actor may see: the centre all, a street and a community those of their area, every unit
    those it has a part in, a sender those it sent; who is an inspector and nothing else what `_of_inspector` says."""
    scope = scope_of(actor)
    if scope.all:
        return Case.objects.all()
    if not scope.organization_ids:
        return Case.objects.none()
    if only_inspects(actor):
        return Case.objects.filter(pk__in=_of_inspector(actor))
    has_a_part = CaseParty.objects.filter(case=OuterRef("pk"), organization__in=scope.organization_ids)
    mine = Q(sender__in=scope.organization_ids)
    if Role.INSPECTOR in actor.roles:
        mine |= Q(Exists(CaseTask.objects.filter(case=OuterRef("pk"), person_key=actor.key)))
    if scope.community_id is not None:
        mine = Q(community__in=_ever_the_same(Community, scope.community_id)) | mine
    elif scope.street_id is not None:
        mine = Q(street__in=_ever_the_same(Street, scope.street_id)) | mine
    # The database asks in this order: parts, which cost a look-up each, only of what the columns do not tell.
    return Case.objects.filter(mine | Q(Exists(has_a_part)))


def _of_inspector(actor: Actor) -> QuerySet[Any, Any]:
    """Keys of the cases he was sent to, of those his colleagues may all go to, of the open ones in his duty grids, and
    of what he entered himself. Four small sets, each with its index: one condition over all cases would have none."""
    tasks, cases = CaseTask.objects.order_by(), Case.objects.order_by()
    open_to_all = tasks.filter(
        organization=actor.organization_id, kind__in=CaseTask.INSPECTIONS, state=CaseTask.State.OPEN, person_key=""
    )
    mine = DutyGrid.objects.in_force().filter(inspector=actor.key)
    ground = UnitGrid.objects.filter(code__in=UnitGrid.objects.filter(duty_grids__in=mine).values("code"))
    return (
        tasks.filter(person_key=actor.key)
        .values("case")
        .union(
            open_to_all.values("case"),
            cases.filter(unit_grid__in=ground, state__in=sorted(OPEN)).values("pk"),
            cases.filter(sender=actor.organization_id, posted_by=actor.key).values("pk"),
        )
    )


def audience_of(case: Case) -> set[int]:
    """Ids of the organizations that may see the case as it stands: the centre, its area's, its parties, its sender."""
    return audiences_of([case])[case.pk]


def audiences_of(cases: Collection[Case]) -> dict[int, set[int]]:
    """`audience_of` for many cases by case id, in two statements when their street and community are loaded."""
    seen_by = seeing_without_a_part(cases)
    for case_id, organization_id in CaseParty.objects.filter(case__in=cases).values_list("case", "organization"):
        seen_by[case_id].add(organization_id)
    return seen_by


def audience_of_new(case: Case) -> frozenset[int]:
    """`audience_of` of a case in which nobody has a part yet, in one small statement when its areas are loaded."""
    return frozenset(_watchers(case, current_roll()))


def seeing_without_a_part(cases: Collection[Case]) -> dict[int, set[int]]:
    """By case id, who sees it for where it lies and who sent it: the centre, its area's organizations, its sender."""
    roll = current_roll()
    return {case.pk: _watchers(case, roll) for case in cases}


def audience_at(area_codes: Iterable[str], sender_id: int | None) -> frozenset[int]:
    """`audience_of_new` of a case in the areas with these codes."""
    return frozenset(_seeing(current_roll(), area_codes, sender_id))


def _watchers(case: Case, roll: Roll) -> set[int]:
    codes = [area.code for area in (case.street, case.community) if area is not None]
    return _seeing(roll, codes, case.sender_id)


def _seeing(roll: Roll, area_codes: Iterable[str], sender_id: int | None) -> set[int]:
    """The centre, which sees all, the organizations of these areas, the sender."""
    seen_by = {pk for code in area_codes for pk in roll.by_area.get(code, ())}
    return seen_by | {pk for pk in (roll.centre.pk if roll.centre else None, sender_id) if pk is not None}


def _ever_the_same(area: type[Street] | type[Community], pk: int) -> QuerySet[Any]:
    """The area's rows, the redrawn ones of other years among them: a case keeps the row it was located in."""
    return area._default_manager.filter(code__in=area._default_manager.filter(pk=pk).values("code"))
