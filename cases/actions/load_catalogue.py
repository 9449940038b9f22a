"""载入派单目录."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from cases import data
from cases.actions.load_categories import default_categories
from cases.models import CatalogueRule, Category
from cases.models.catalogue import TargetKind
from grid.models import Community, Street
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid
from organizations.audit import record_load
from organizations.models import Organization
from organizations.permissions import require

T = TypeVar("T")
_TERRITORIAL = "属地街道"


@transaction.atomic
def load_catalogue(*, actor: Actor, now: datetime) -> int:
    """Brings in the dispatch catalogue a district starts with; returns how many rules were new.

    Needs categories, areas and organizations; raises Invalid with every line that names something unknown. A rule
    that is there already (same ground, same first day) stays as the administrators left it, in use or not.
    """
    require(actor, "cases.configure")
    reader = _Reader()
    lines = [reader.read(number, row) for number, row in enumerate(data.read("catalogue.csv"), start=2)]
    if reader.errors:
        raise Invalid(_("派单目录里有认不出的名称，请先载入组织和网格。"), errors=reader.errors)
    added = [
        CatalogueRule.objects.create(**ground, **rest)
        for ground, rest in lines
        if not CatalogueRule.objects.filter(**_exactly(ground)).exists()
    ]
    record_load("catalogue.loaded", added, actor=actor, now=now)
    return len(added)


def _exactly(ground: dict[str, Any]) -> dict[str, Any]:
    """The filter that finds a rule with these very fields, empty ones included."""
    empty = {f"{name}__isnull": True for name, value in ground.items() if value is None}
    return empty | {name: value for name, value in ground.items() if value is not None}


class _Reader:
    """Turns lines of the file into fields, and keeps what it could not find."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []
        self.number = 0
        self.categories: dict[str, Category] = default_categories()
        self.streets = {s.name: s for s in Street.objects.filter(ended_on=None).defer("shape")}
        self.communities = {c.name: c for c in Community.objects.filter(ended_on=None).defer("shape")}
        self.organizations = {o.short_name: o for o in Organization.objects.exclude(kind=Organization.Kind.COMMUNITY)}

    def read(self, number: int, row: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The fields that say what the rule covers, and the others."""
        self.number = number
        is_territorial = row["target"] == _TERRITORIAL
        ground = {
            "category": self._find(self.categories, "category", row["category"]),
            "street": self._find(self.streets, "street", row["street"]),
            "community": self._find(self.communities, "community", row["community"]),
            "source": row["source"],
            "only_days": row["only_days"] or "any",
            "from_time": time.fromisoformat(row["from_time"]) if row["from_time"] else None,
            "to_time": time.fromisoformat(row["to_time"]) if row["to_time"] else None,
            "valid_from": date.fromisoformat(row["valid_from"]),
        }
        rest = {
            "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            "target_kind": TargetKind.TERRITORIAL_STREET if is_territorial else TargetKind.ORGANIZATION,
            "organization": None if is_territorial else self._find(self.organizations, "target", row["target"]),
            "supervising": self._find(self.organizations, "supervising", row["supervising"]),
            "note": row["note"],
        }
        return ground, rest

    def _find(self, known: Mapping[str, T], field: str, name: str) -> T | None:
        if not name:
            return None
        if name not in known:
            self.errors.append(FieldError(f"{self.number}.{field}", "unknown", name))
        return known.get(name)
