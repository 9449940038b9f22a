"""The filters of `GET /cases/`, shared by the API and the desk; what they don't know is an error, not an empty list."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from cases.models import Case, Source, Urgency
from cases.queries.filter_fields import CaseFilterForm, DayOrInstantField
from cases.queries.lamps import lamp_condition
from cases.queries.search import matching
from cases.states import OPEN, Flow, State
from deadlines.lamps import Lamp
from foundation import clock

YES_OR_NO = (("true", _("是")), ("false", _("否")))


class ChoiceInFilter(filters.BaseInFilter, filters.ChoiceFilter):
    """One value or several, parted by commas."""


class DayOrInstantFilter(filters.IsoDateTimeFilter):
    field_class = DayOrInstantField


class CaseFilter(filters.FilterSet):
    """Codes are the official ones of streets, communities and grids, those of organizations, and of categories, bare
    or with their kind (`hotline:0101`), everything below included. `after` includes its instant, `before` doesn't;
    a bare day means the whole of it."""

    state = ChoiceInFilter(choices=State.choices)
    open = extend_schema_field(OpenApiTypes.BOOL)(filters.ChoiceFilter(choices=YES_OR_NO, method="by_open"))
    flow = filters.ChoiceFilter(choices=Flow.choices)
    street = filters.CharFilter(field_name="street_id", lookup_expr="in", max_length=60)
    community = filters.CharFilter(field_name="community_id", lookup_expr="in", max_length=60)
    grid = filters.CharFilter(field_name="unit_grid_id", lookup_expr="in", max_length=60)
    organization = filters.CharFilter(field_name="lead_id", lookup_expr="in", max_length=60)
    category = filters.CharFilter(field_name="category_id", lookup_expr="in", max_length=60)
    urgency = filters.ChoiceFilter(choices=Urgency.choices)
    lamp = ChoiceInFilter(choices=Lamp.choices, method="by_lamp")
    supervised = extend_schema_field(OpenApiTypes.BOOL)(filters.ChoiceFilter(choices=YES_OR_NO, method="by_supervised"))
    hard = extend_schema_field(OpenApiTypes.BOOL)(filters.ChoiceFilter(choices=YES_OR_NO, method="by_hard"))
    merged = extend_schema_field(OpenApiTypes.BOOL)(filters.ChoiceFilter(choices=YES_OR_NO, method="by_merged"))
    source = filters.ChoiceFilter(choices=Source.choices)
    received_after = DayOrInstantFilter(field_name="received_at", lookup_expr="gte")
    received_before = DayOrInstantFilter(field_name="received_at", lookup_expr="lt", ends=True)
    due_after = DayOrInstantFilter(field_name="due_at", lookup_expr="gte")
    due_before = DayOrInstantFilter(field_name="due_at", lookup_expr="lt", ends=True)
    q = filters.CharFilter(method="by_words", min_length=2, max_length=100)
    order_no = filters.CharFilter(max_length=64)
    bbox = filters.CharFilter(method="by_box", max_length=120)

    class Meta:
        model = Case
        fields: list[str] = []
        form = CaseFilterForm

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *args: Any,
        now: datetime | None = None,
        ids: Mapping[str, list[int]] | None = None,
        **kwargs: Any,
    ) -> None:
        """`ids` are those behind the codes in `data`, from a page that has looked them up already. Only the
        filters that are asked for are made: all of them take as long as everything else a search costs."""
        asked = {name: one for name, one in type(self).base_filters.items() if name in (data or {})}
        self.__dict__["base_filters"] = asked
        super().__init__(data, *args, **kwargs)
        self.ids = ids
        # The REST framework builds filter sets itself and hands no time down: here is the edge.
        self.now = now or clock.now()

    @property
    def form(self) -> CaseFilterForm:
        form: CaseFilterForm = super().form
        if self.ids is not None:
            known = self.ids
            form.ids_of = lambda wanted: known
        return form

    def by_open(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        is_open = Q(state__in=sorted(OPEN))
        return cases.filter(is_open if value == "true" else ~is_open)

    def by_supervised(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.filter(is_supervised=value == "true")

    def by_hard(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.filter(is_hard=value == "true")

    def by_merged(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.filter(merged_into__isnull=value != "true")

    def by_lamp(self, cases: QuerySet[Case], name: str, value: list[str]) -> QuerySet[Case]:
        wanted = Q()
        for one in value:
            wanted |= lamp_condition(one, now=self.now)
        return cases.filter(wanted)

    def by_words(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return matching(cases, value)

    def by_box(self, cases: QuerySet[Case], name: str, value: tuple[float, ...]) -> QuerySet[Case]:
        west, south, east, north = value
        return cases.filter(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)
