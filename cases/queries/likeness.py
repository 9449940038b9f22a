"""A case as the rule of likeness compares it."""

from django.db.models import QuerySet

from cases.models import Case, HandlingRules
from cases.rules.similarity import Likeness, Similarity, rarity, similarity, tokens_of
from grid.queries import Precision

# Known closely enough to measure metres; a road's or a community's middle is no place.
_MEASURED = frozenset({Precision.POINT, Precision.CROSSING})
_COLUMNS = (
    *("case_no", "title", "content", "address", "lon", "lat", "precision", "unit_grid", "community", "street"),
    *("state", "flow", "received_at", "lead", "merged_into", "closed_at"),
    *("requester__phone_hash", "category__parent__parent"),
)


def with_likeness(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what `likeness_of` asks for and a line about the case shows, in one statement."""
    joined = cases.select_related("requester", "category__parent", "lead")
    return joined.only(*_COLUMNS, "lead__short_name")


def likeness_of(case: Case) -> Likeness:
    category, requester = case.category, getattr(case, "requester", None)
    parent = category.parent if category else None
    path = [one.pk for one in (category, parent) if one] + ([parent.parent_id] if parent and parent.parent_id else [])
    is_measured = case.precision in _MEASURED and case.lon is not None and case.lat is not None
    return Likeness(
        text=f"{case.title}，{case.content}",
        address=case.address,
        path=tuple(path),
        point=(case.lon, case.lat) if is_measured and case.lon is not None and case.lat is not None else None,
        unit_grid=case.unit_grid_id,
        community=case.community_id,
        street=case.street_id,
        requester=requester.phone_hash if requester else "",
        at_days=case.received_at.timestamp() / 86_400,
    )


def compared(case: Case, others: list[Case], *, rules: HandlingRules, days: int) -> list[tuple[Case, Similarity]]:
    """Each of the others with its likeness to this case, the likeliest first."""
    mine, theirs = likeness_of(case), [likeness_of(other) for other in others]
    weights = rarity(tokens_of(one) for one in (mine, *theirs))
    metres = rules.duplicate_metres
    found = [
        (other, similarity(mine, one, weights=weights, metres=metres, days=days))
        for other, one in zip(others, theirs, strict=True)
    ]
    return sorted(found, key=lambda pair: (-pair[1].score, pair[0].pk))
