"""疑似重复: open cases that may be the same matter; looked for when somebody looks, nothing is stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case as When
from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models import When as Then

from cases.models import Case
from cases.queries.handling_rules import handling_rules
from cases.queries.likeness import compared, likeness_of, with_likeness
from cases.queries.visibility import visible_to
from cases.rules.similarity import LIKELY, tokens_of
from cases.states import MERGEABLE, OPEN
from kernel.actors import Actor

# Compared at most; shown at most.
CANDIDATES, SHOWN = 200, 5
_METRES_A_DEGREE = 111_320


@dataclass(frozen=True, slots=True)
class Suspect:
    """A case that may be the same matter, how likely, and why."""

    case: Case
    score: float
    reason: str


def suspected(case: Case, *, actor: Actor, now: datetime) -> list[Suspect]:
    """The likeliest first; none once the case is answered or follows another."""
    if case.state not in MERGEABLE or case.is_following:
        return []
    rules = handling_rules(at=now)
    mine = with_likeness(Case.objects.filter(pk=case.pk)).get()
    found = list(candidates(mine, actor=actor, days=rules.duplicate_days, metres=rules.duplicate_metres))
    likely = compared(mine, found, rules=rules, days=rules.duplicate_days)
    return [Suspect(other, s.score, s.reason) for other, s in likely if s.score >= LIKELY][:SHOWN]


def candidates(case: Case, *, actor: Actor, days: int, metres: int) -> QuerySet[Case]:
    """Open cases of the same flow and street, or near its point, from the days around its receipt; of a case without a
    place those that share a pair of characters with it. The same cell and category first, at most `CANDIDATES`."""
    around = timedelta(days=days)
    seen = visible_to(actor).filter(
        _nearby(case, metres),
        flow=case.flow,
        state__in=sorted(OPEN),
        received_at__range=(case.received_at - around, case.received_at + around),
    )
    apart = seen.exclude(pk=case.pk).filter(Q(merged_into__isnull=True))
    return with_likeness(apart).order_by(_rank(case).desc(), F("received_at").desc(), "-pk")[:CANDIDATES]


def _nearby(case: Case, metres: int) -> Q:
    place = Q()
    if case.street_id is not None:
        place |= Q(street=case.street_id)
    if case.lon is not None and case.lat is not None:
        north = metres / _METRES_A_DEGREE
        east = north / max(cos(radians(case.lat)), 0.01)
        box = {"lon__range": (case.lon - east, case.lon + east), "lat__range": (case.lat - north, case.lat + north)}
        place |= Q(**box)
    return place or _sharing_words(case)


def _sharing_words(case: Case) -> Q:
    tokens = sorted(tokens_of(likeness_of(case)))[:40]
    if not tokens:
        return Q(pk__in=())
    wanted = " | ".join(f"'{token}'" for token in tokens)
    return Q(search=SearchQuery(wanted, search_type="raw", config="simple"))


def _rank(case: Case) -> When:
    same = [
        Then(Q(unit_grid__isnull=False, unit_grid=case.unit_grid_id), then=Value(2)),
        Then(Q(category__isnull=False, category=case.category_id), then=Value(1)),
    ]
    return When(*same, default=Value(0), output_field=IntegerField())
