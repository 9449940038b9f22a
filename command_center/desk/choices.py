"""What the filters offer, and what the codes in the address mean: one statement for both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from cases.models import Category
from cases.queries.filter_fields import CODED, bearers
from grid.models import Street
from organizations.models import Organization

_LEADING = (Organization.Kind.STREET, Organization.Kind.DEPARTMENT, Organization.Kind.DISTRICT_CENTRE)
_CODE_OF_CATEGORY = Concat("kind", Value(":"), "code")


@dataclass(slots=True)
class Offered:
    """Pairs of code and name to choose from; `ids` and `names` of the codes that are chosen, by filter."""

    streets: list[tuple[str, str]] = field(default_factory=list)
    categories: list[tuple[str, str]] = field(default_factory=list)
    organizations: list[tuple[str, str]] = field(default_factory=list)
    ids: dict[str, list[int]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def offered(query: Mapping[str, str]) -> Offered:
    """Streets, top categories with their kind, whoever can lead a case, and what the address asks for."""
    tops = Category.objects.filter(level=1, is_active=True)
    leading = Organization.objects.filter(kind__in=_LEADING, is_active=True)
    chosen = {name: query.get(name, "").strip() for name in CODED}
    parts = [
        _rows(tops, "categories", _CODE_OF_CATEGORY),
        _rows(leading, "organizations", F("code"), name="short_name"),
        *(_rows(bearers(name, code), f"={name}", F("code")) for name, code in chosen.items() if code),
    ]
    found = Offered()
    for of, code, name, pk in (
        _rows(Street.objects.all(), "streets", F("code")).union(*parts, all=True).order_by("of", "key")
    ):
        if of.startswith("="):
            found.ids.setdefault(of[1:], []).append(pk)
            found.names[of[1:]] = name
        else:
            getattr(found, of).append((code, name))
    return found


def _rows(rows: QuerySet[Any], of: str, code: Any, name: str = "name") -> QuerySet[Any, Any]:
    return rows.order_by().annotate(of=Value(of), key=code).values_list("of", "key", name, "pk")
