"""The filters of `GET /whistles/` and `GET /summonses/`; what they don't know is an error, not an empty list."""

from datetime import datetime
from typing import Any

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from cases.queries.filter_fields import CaseFilterForm
from cases.queries.filters import YES_OR_NO, ChoiceInFilter, DayOrInstantFilter
from enforcement.models import Summons, Whistle
from enforcement.queries.reading import is_overdue
from enforcement.queries.visibility import summonses_visible_to
from enforcement.states import OWING, WHISTLE_TERMINAL, SummonsState, WhistleKind, WhistleState
from foundation import clock
from kernel.actors import Actor
from organizations.actors import actor_of


def _yes_or_no(method: str) -> Any:
    return extend_schema_field(OpenApiTypes.BOOL)(filters.ChoiceFilter(choices=YES_OR_NO, method=method))


class _Filter(filters.FilterSet):
    """`street` and `organization` are codes; `after` includes its instant, `before` doesn't; a bare day means the
    whole of it."""

    def __init__(self, *args: Any, actor: Actor | None = None, now: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The REST framework builds filter sets itself and hands down neither time nor actor: here is the edge.
        self.now = now or clock.now()
        self._actor = actor

    @property
    def actor(self) -> Actor:
        return self._actor or actor_of(self.request)


class WhistleFilter(_Filter):
    """`organization` is a department that is called, `overdue` that one of those called is, both as far as the caller
    sees them."""

    state = ChoiceInFilter(choices=WhistleState.choices)
    kind = filters.ChoiceFilter(choices=WhistleKind.choices)
    open = _yes_or_no("by_open")
    overdue = _yes_or_no("by_overdue")
    street = filters.CharFilter(field_name="office__street_id", lookup_expr="in", max_length=60)
    organization = filters.CharFilter(method="by_called", max_length=60)
    blown_after = DayOrInstantFilter(field_name="blown_at", lookup_expr="gte")
    blown_before = DayOrInstantFilter(field_name="blown_at", lookup_expr="lt", ends=True)

    class Meta:
        model = Whistle
        fields: list[str] = []
        form = CaseFilterForm

    def by_open(self, whistles: QuerySet[Whistle], name: str, value: str) -> QuerySet[Whistle]:
        is_over = Q(state__in=sorted(WHISTLE_TERMINAL))
        return whistles.filter(~is_over if value == "true" else is_over)

    def by_overdue(self, whistles: QuerySet[Whistle], name: str, value: str) -> QuerySet[Whistle]:
        late = Exists(self._called().filter(is_overdue(now=self.now)))
        return whistles.filter(late if value == "true" else ~late)

    def by_called(self, whistles: QuerySet[Whistle], name: str, value: list[int]) -> QuerySet[Whistle]:
        return whistles.filter(Exists(self._called().filter(department__in=value)))

    def _called(self) -> QuerySet[Summons]:
        return summonses_visible_to(self.actor).filter(whistle=OuterRef("pk"))


class SummonsFilter(_Filter):
    """`whistle` is its number; `overdue` asks for clocks that are past their time and still running."""

    state = ChoiceInFilter(choices=SummonsState.choices)
    kind = filters.ChoiceFilter(field_name="whistle__kind", choices=WhistleKind.choices)
    open = _yes_or_no("by_open")
    overdue = _yes_or_no("by_overdue")
    whistle = filters.CharFilter(field_name="whistle__number", max_length=24)
    street = filters.CharFilter(field_name="whistle__office__street_id", lookup_expr="in", max_length=60)
    organization = filters.CharFilter(field_name="department_id", lookup_expr="in", max_length=60)
    notified_after = DayOrInstantFilter(field_name="notified_at", lookup_expr="gte")
    notified_before = DayOrInstantFilter(field_name="notified_at", lookup_expr="lt", ends=True)

    class Meta:
        model = Summons
        fields: list[str] = []
        form = CaseFilterForm

    def by_open(self, summonses: QuerySet[Summons], name: str, value: str) -> QuerySet[Summons]:
        is_owed = Q(state__in=sorted(OWING))
        return summonses.filter(is_owed if value == "true" else ~is_owed)

    def by_overdue(self, summonses: QuerySet[Summons], name: str, value: str) -> QuerySet[Summons]:
        late = is_overdue(now=self.now)
        return summonses.filter(late if value == "true" else ~late)
