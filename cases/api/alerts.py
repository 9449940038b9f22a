"""突发预警: what sounds like an emergency, until somebody has taken it."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.presenting import instant, small
from cases.api.shapes import SmallCaseOut
from cases.models import CaseAlert
from cases.queries.alerts import alerts_for
from cases.queries.reading import with_cases
from foundation.clock import now
from foundation.pages import Ordering
from foundation.pagination import KeysetPagination
from foundation.query_names import refuse_unknown_names
from organizations.actors import actor_of
from organizations.drf import HasPermission

_STATES = (("open", _("待处置")), ("taken", _("已处置")))


class AlertFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=_STATES, method="by_state", help_text=_("不写则全部"))

    class Meta:
        model = CaseAlert
        fields: list[str] = []

    def by_state(self, alerts: QuerySet[CaseAlert], name: str, value: str) -> QuerySet[CaseAlert]:
        return alerts.filter(taken_at__isnull=value == "open")


class AlertOut(serializers.Serializer):
    words = serializers.ListField(child=serializers.CharField())
    raised_at = serializers.DateTimeField()
    taken_at = serializers.DateTimeField(allow_null=True)
    taken_by = serializers.CharField()
    note = serializers.CharField()
    case = SmallCaseOut()


class AlertsView(GenericAPIView):
    """The alerts of cases that this client may see, newest first."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "cases.read"}
    pagination_class = KeysetPagination
    orderings = (Ordering("-raised_at"),)
    filterset_class = AlertFilter
    serializer_class = AlertOut

    def get_queryset(self) -> QuerySet[CaseAlert]:
        if getattr(self, "swagger_fake_view", False):
            return CaseAlert.objects.none()
        return alerts_for(actor_of(self.request))

    @extend_schema(operation_id="list_alerts", responses={200: AlertOut(many=True)}, filters=True)
    def get(self, request: Request) -> Response:
        refuse_unknown_names(request, KeysetPagination.parameters | set(AlertFilter.base_filters))
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        at = now()
        return self.get_paginated_response([_alert(row, small(row.case, now=at)) for row in with_cases(page or [])])


def _alert(row: CaseAlert, case: dict[str, Any]) -> dict[str, Any]:
    return {
        "words": row.words.split("、"),
        "raised_at": instant(row.raised_at),
        "taken_at": instant(row.taken_at),
        "taken_by": row.taken_by_label,
        "note": row.note,
        "case": case,
    }
