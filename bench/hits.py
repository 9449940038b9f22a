"""What the suggestion of departments is worth: whistles that it has not seen, beside a guess that needs no thought."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from bench.seeding.whistles import Ground
from enforcement.models import Summons
from enforcement.queries.suggesting import Wanted, suggest
from organizations.models import Organization

FIRST = 3
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Hits:
    """`hit`: of those that were called (of three at most), how many stand among the first three; `any`: how often at
    least one does. Shares of 1."""

    hit: float
    any: float


def hits_of_suggestion(held_back: Sequence[Any], place: Ground, *, at: datetime) -> Hits:
    offices = Organization.objects.in_bulk(place.offices.values())

    def first(drawn: Any) -> list[int]:
        wanted = Wanted(
            office=offices[place.offices[drawn.where.street]],
            kind=drawn.kind,
            category_id=place.categories[drawn.category],
            address=drawn.address,
        )
        return [one.department.pk for one in suggest(wanted, at=at, limit=FIRST)]

    return _hits(held_back, place, first)


def hits_of_habit(held_back: Sequence[Any], place: Ground, *, at: datetime) -> Hits:
    """The three departments that the street called most in the last year, whatever the matter."""
    past = Summons.objects.filter(notified_at__gte=at - _YEAR, notified_at__lt=at).order_by()
    usual: dict[int, list[int]] = {}
    counted = past.values_list("whistle__office", "department").annotate(n=Count("pk")).order_by("-n", "department")
    for office, department, _n in counted:
        usual.setdefault(office, []).append(department)
    return _hits(held_back, place, lambda drawn: usual.get(place.offices[drawn.where.street], [])[:FIRST])


def _hits(held_back: Sequence[Any], place: Ground, first: Callable[[Any], list[int]]) -> Hits:
    shares = []
    for drawn in held_back:
        called = {place.departments[code] for code in drawn.departments if code in place.departments}
        found = called.intersection(first(drawn))
        shares.append(len(found) / min(FIRST, len(called)))
    return Hits(hit=sum(shares) / len(shares), any=sum(share > 0 for share in shares) / len(shares))
