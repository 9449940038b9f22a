"""装载组织."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from grid.models import Community, Street
from kernel.actors import Actor
from kernel.errors import Refused
from organizations.audit import record
from organizations.models import Organization
from organizations.permissions import require

DEPARTMENTS = Path(__file__).resolve().parent.parent / "data" / "departments.csv"
_SOURCED = ("kind", "name", "short_name", "parent_id", "street_id", "community_id")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: organizations named by the sources, and how many of them were new or different."""

    total: int = 0
    added: int = 0
    changed: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(self.total + other.total, self.added + other.added, self.changed + other.changed)


def load_organizations(*, actor: Actor, now: datetime, departments: Path = DEPARTMENTS) -> Loaded:
    """Brings the district's organizations in step with the table of departments and with the areas of the grid.

    Needs the grid's streets and communities (Refused `grid_is_empty`). Found again by code, so it may run again;
    who is missing from the sources stays as it is, and nobody is put back in use.
    """
    require(actor, "organizations.add_organization")
    if not Street.objects.in_force().exists():
        raise Refused(_("请先装载网格数据，再装载组织。"), code="grid_is_empty")
    listed = _listed(departments)
    with transaction.atomic():
        done = _save([o for o in listed if o.kind != Organization.Kind.DEPARTMENT])
        centre = Organization.objects.get(kind=Organization.Kind.DISTRICT_CENTRE)
        below = [o for o in listed if o.kind == Organization.Kind.DEPARTMENT]
        for department in below:
            department.parent = centre
        done = done + _save(below) + _save(_street_offices(centre)) + _save(_communities())
        record("organizations.loaded", actor=actor, now=now, after={"added": done.added, "changed": done.changed})
    return done


def _listed(path: Path) -> list[Organization]:
    with path.open(encoding="utf-8", newline="") as file:
        return [Organization(**row) for row in csv.DictReader(file)]


def _street_offices(centre: Organization) -> list[Organization]:
    return [
        Organization(
            kind=Organization.Kind.STREET,
            code=street.code,
            name=f"{street.name}办事处",
            short_name=street.name,
            parent=centre,
            street=street,
        )
        for street in Street.objects.in_force()
    ]


def _communities() -> list[Organization]:
    office_of = dict(Organization.objects.filter(kind=Organization.Kind.STREET).values_list("street_id", "pk"))
    return [
        Organization(
            kind=Organization.Kind.COMMUNITY,
            code=community.code,
            name=f"{community.name}居民委员会",
            short_name=community.name,
            parent_id=office_of[community.street_id],
            community=community,
        )
        for community in Community.objects.in_force()
    ]


def _save(wanted: Sequence[Organization]) -> Loaded:
    stored = {o.code: o for o in Organization.objects.filter(code__in=[o.code for o in wanted])}
    new = [o for o in wanted if o.code not in stored]
    changed = [stored[o.code] for o in wanted if o.code in stored and _brought_in_step(stored[o.code], o)]
    Organization.objects.bulk_create(new)
    if changed:
        Organization.objects.bulk_update(changed, [name.removesuffix("_id") for name in _SOURCED])
    return Loaded(len(wanted), len(new), len(changed))


def _brought_in_step(stored: Organization, wanted: Organization) -> bool:
    """Whether the stored one differed from its source; it no longer does."""
    different = [name for name in _SOURCED if getattr(stored, name) != getattr(wanted, name)]
    for name in different:
        setattr(stored, name, getattr(wanted, name))
    return bool(different)
