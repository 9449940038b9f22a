"""Who answers for the ground on which a case lies: the inspector of its duty grid (责任网格)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cases.models import Case
from grid.models import DutyGrid, UnitGrid
from kernel.actors import Actor
from organizations.models import Organization, User
from organizations.queries import district_centre
from organizations.roles import BUSINESS_ROLES, Role

_USER = re.compile(r"user:([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Inspector:
    """Whom an errand goes to; without `key` nobody was found, and it is open to every inspector of the organization."""

    organization: Organization
    key: str = ""
    label: str = ""


def inspector_for(case: Case) -> Inspector:
    """The active inspector of the duty grid in force over the case's unit grid, also where that was redrawn under the
    same code; else the organization of whoever is named there, else the district centre."""
    ids = _named(case)
    people = {user.pk: user for user in _people(ids)}
    active = [people[pk] for pk in ids if pk in people and _inspects(people[pk])]
    if active:
        user = active[0]
        return Inspector(_home(user) or district_centre(), user.actor.key, str(user))
    homes = (_home(people[pk]) for pk in ids if pk in people)
    return Inspector(next((home for home in homes if home is not None), None) or district_centre())


def only_inspects(actor: Actor) -> bool:
    """Whether being an inspector is all that this person is: such people see what they were sent to."""
    return actor.roles & BUSINESS_ROLES == {Role.INSPECTOR}


def _named(case: Case) -> list[int]:
    """Ids of the accounts named at the duty grids over this unit grid, the latest first."""
    if case.unit_grid_id is None:
        return []
    code = UnitGrid.objects.filter(pk=case.unit_grid_id).values("code")
    over = DutyGrid.objects.in_force().filter(unit_grids__code__in=code).order_by("-started_on", "-id")
    keys = dict.fromkeys(over.values_list("inspector", flat=True))
    return [int(found[1]) for key in keys if (found := _USER.fullmatch(key))]


def _people(ids: Sequence[int]) -> Sequence[User]:
    return list(User.objects.filter(pk__in=ids).select_related("organization")) if ids else []


def _inspects(user: User) -> bool:
    return Role.INSPECTOR in user.roles and _home(user) is not None


def _home(user: User) -> Organization | None:
    return user.organization if user.organization is not None and user.organization.is_active else None
