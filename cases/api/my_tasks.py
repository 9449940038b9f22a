"""`GET /tasks/`: what this organization or person has to do for cases, and what it did."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.presenting import instant
from cases.api.shapes import NamedOut
from cases.models import CaseTask
from cases.queries.my_tasks import for_listing, tasks_for
from foundation.pages import Ordering
from foundation.pagination import KeysetPagination
from foundation.query_names import refuse_unknown_names
from organizations.actors import actor_of
from organizations.drf import HasPermission


class MyTaskOut(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    state = serializers.CharField()
    case_no = serializers.CharField()
    title = serializers.CharField()
    round = serializers.IntegerField()
    organization = NamedOut()
    person = serializers.CharField(help_text="Whom it was given to; empty: anybody of the organization")
    words = serializers.CharField()
    issued_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField()
    result = serializers.CharField()
    ended_at = serializers.DateTimeField(allow_null=True)


class TaskFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=CaseTask.State.choices)
    kind = filters.ChoiceFilter(choices=CaseTask.Kind.choices)

    class Meta:
        model = CaseTask
        fields: list[str] = []


class MyTasksView(GenericAPIView):
    """The tasks of this client's organization, or of this person."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "cases.read"}
    pagination_class = KeysetPagination
    orderings = (Ordering("issued_at"), Ordering("-issued_at"))
    filterset_class = TaskFilter
    serializer_class = MyTaskOut

    def get_queryset(self) -> QuerySet[CaseTask]:
        if getattr(self, "swagger_fake_view", False):
            return CaseTask.objects.none()
        return for_listing(tasks_for(actor_of(self.request)))

    @extend_schema(operation_id="list_tasks", responses={200: MyTaskOut(many=True)}, filters=True)
    def get(self, request: Request) -> Response:
        refuse_unknown_names(request, KeysetPagination.parameters | set(TaskFilter.base_filters))
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response([_row(task) for task in page or []])


def _row(task: CaseTask) -> dict[str, Any]:
    return {
        "id": task.pk,
        "kind": task.kind,
        "state": task.state,
        "case_no": task.case.case_no,
        "title": task.case.title,
        "round": task.round,
        "organization": {"code": task.organization.code, "name": task.organization.short_name},
        "person": task.person_label,
        "words": task.words,
        "issued_at": instant(task.issued_at),
        "due_at": instant(task.clock.due_at) if task.clock else None,
        "outcome": task.outcome,
        "result": task.result,
        "ended_at": instant(task.ended_at),
    }
