"""What the filters offer, in one statement."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from cases.models import Category
from grid.models import Street
from organizations.models import Organization

_LEADING = (Organization.Kind.STREET, Organization.Kind.DEPARTMENT, Organization.Kind.DISTRICT_CENTRE)


@dataclass(slots=True)
class Offered:
    """Pairs of code and name for each kind of thing."""

    streets: list[tuple[str, str]] = field(default_factory=list)
    categories: list[tuple[str, str]] = field(default_factory=list)
    organizations: list[tuple[str, str]] = field(default_factory=list)


def offered() -> Offered:
    """Streets, top categories with their kind, and whoever can lead a case."""
    streets = _triples(Street.objects.all(), "streets", F("code"), "name")
    tops = Category.objects.filter(level=1, is_active=True)
    categories = _triples(tops, "categories", Concat("kind", Value(":"), "code"), "name")
    leading = Organization.objects.filter(kind__in=_LEADING, is_active=True)
    found = Offered()
    for of, code, name in streets.union(
        categories, _triples(leading, "organizations", F("code"), "short_name"), all=True
    ).order_by("of", "key"):
        getattr(found, of).append((code, name))
    return found


def _triples(rows: QuerySet[Any], of: str, code: Any, name: str) -> QuerySet[Any, Any]:
    return rows.order_by().annotate(of=Value(of), key=code).values_list("of", "key", name)
