"""Who sees which case: a queryset by organization and area, and the same rule the other way round for the outbox."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, CaseParty, CaseTask
from cases.queries.inspectors import only_inspects
from cases.states import OPEN
from foundation.pages import any_of
from grid.models import DutyGrid, UnitGrid
from kernel.actors import Actor
from organizations.roles import Role
from organizations.roll import Roll, current_roll
from organizations.visibility import Scope, scope_of


@dataclass(frozen=True, slots=True)
class Sight:
    """How far somebody sees cases, as a plain value: equal sights show the same. `person` is who has errands as an
    inspector, blank for all others."""

    scope: Scope
    person: str = ""
    only_inspects: bool = False

    @property
    def ways(self) -> tuple[Q, ...] | None:
        """Conditions each of which alone shows a case; none of them: nothing is seen, None: everything.

        Each has an index in the order of the lists, all together have none: a list asks them one by one
        (`foundation.pages`, ADR 6).
        """
        scope = self.scope
        if scope.all:
            return None
        if not scope.organization_ids:
            return ()
        if self.only_inspects:
            return (Q(pk__in=_of_inspector(self)),)
        area, ids = ("community", scope.community_ids) if scope.community_ids else ("street", scope.street_ids)
        ways = [Q(**{area: pk}) for pk in ids]
        ways += [Q(lead__in=scope.organization_ids), Q(sender__in=scope.organization_ids)]
        # Last, since the database asks in this order: these cost a look-up each. The lead's part is a column as well.
        parts = CaseParty.objects.filter(case=OuterRef("pk"), organization__in=scope.organization_ids)
        ways.append(Q(Exists(parts.exclude(part=CaseParty.Part.LEAD))))
        if self.person:
            ways.append(Q(Exists(CaseTask.objects.filter(case=OuterRef("pk"), person_key=self.person))))
        return tuple(ways)


def sight_of(actor: Actor) -> Sight:
    """A street and a community see the cases of their area, every unit those it leads or has a part in, a sender those
    it sent, the centre all, an inspector those he was sent to; who is nothing else what `_of_inspector` says."""
    is_inspector = Role.INSPECTOR in actor.roles
    return Sight(scope_of(actor), actor.key if is_inspector else "", only_inspects(actor))


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases this actor may see, by one condition: for whoever looks for a known case, or at few."""
    return any_of(sight_of(actor).ways, Case.objects.all())


def _of_inspector(sight: Sight) -> QuerySet[Any, Any]:
    """Keys of the cases he was sent to, of those his colleagues may all go to, of the open ones in his duty grids, and
    of what he entered himself. Four small sets, each with its index: one condition over all cases would have none."""
    tasks, cases, own = CaseTask.objects.order_by(), Case.objects.order_by(), sight.scope.organization_ids
    open_to_all = tasks.filter(
        organization__in=own, kind__in=CaseTask.INSPECTIONS, state=CaseTask.State.OPEN, person_key=""
    )
    mine = DutyGrid.objects.in_force().filter(inspector=sight.person)
    ground = UnitGrid.objects.filter(code__in=UnitGrid.objects.filter(duty_grids__in=mine).values("code"))
    return (
        tasks.filter(person_key=sight.person)
        .values("case")
        .union(
            open_to_all.values("case"),
            cases.filter(unit_grid__in=ground, state__in=sorted(OPEN)).values("pk"),
            cases.filter(sender__in=own, posted_by=sight.person).values("pk"),
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
