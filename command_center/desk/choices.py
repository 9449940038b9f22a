"""What the filters offer, and what the codes in the address mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from cases.models import Category
from cases.queries.filter_fields import CODED, bearers
from cases.queries.rulebook import current_rulebook
from grid.models import Street
from organizations.models import Organization
from organizations.roll import current_roll

Pairs = tuple[tuple[str, str], ...]
_LEADING = (Organization.Kind.STREET, Organization.Kind.DEPARTMENT, Organization.Kind.DISTRICT_CENTRE)
_CODE_OF_CATEGORY = Concat("kind", Value(":"), "code")


@dataclass(frozen=True, slots=True)
class Offer:
    """Pairs of code and name to choose from."""

    streets: Pairs
    categories: Pairs
    organizations: Pairs


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer; `ids` and `names` of the codes that are chosen, by filter."""

    offer: Offer
    ids: Mapping[str, list[int]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def offered(query: Mapping[str, str]) -> Offered:
    """Streets, top categories with their kind, whoever can lead a case: held by the process as long as organizations
    and rules stand as they are. What the address asks for is looked up in one statement."""
    stamp = current_roll().stamp
    offer = current_rulebook().once(("offer", stamp), _read)
    chosen = {name: code for name in CODED if (code := query.get(name, "").strip())}
    ids: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for of, _code, name, pk in _together(_rows(bearers(n, code), n, F("code")) for n, code in chosen.items()):
        ids.setdefault(of, []).append(pk)
        names[of] = name
    return Offered(offer, ids, names)


def _read() -> Offer:
    tops = Category.objects.filter(level=1, is_active=True)
    leading = Organization.objects.filter(kind__in=_LEADING, is_active=True)
    rows = [
        _rows(Street.objects.all(), "streets", F("code")),
        _rows(tops, "categories", _CODE_OF_CATEGORY),
        _rows(leading, "organizations", F("code"), name="short_name"),
    ]
    found: dict[str, list[tuple[str, str]]] = {"streets": [], "categories": [], "organizations": []}
    for of, code, name, _pk in _together(rows):
        found[of].append((code, name))
    return Offer(**{of: tuple(pairs) for of, pairs in found.items()})


def _rows(rows: QuerySet[Any], of: str, code: Any, name: str = "name") -> QuerySet[Any, Any]:
    return rows.order_by().annotate(of=Value(of), key=code).values_list("of", "key", name, "pk")


def _together(parts: Iterable[QuerySet[Any, Any]]) -> Iterable[tuple[str, str, str, int]]:
    rows = list(parts)
    return rows[0].union(*rows[1:], all=True).order_by("of", "key") if rows else ()
