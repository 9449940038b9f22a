"""Intake by the thousand: `POST /orders/batch/`, an answer for each item; one bad item never spoils the rest."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.orders import take
from cases.api.serializers import OrderIn
from cases.models import Case
from foundation.clock import now
from foundation.errors import Malformed
from foundation.idempotency import idempotent
from foundation.problems import problem_of
from kernel.actors import Actor
from kernel.errors import CenterError, FieldError
from organizations.actors import actor_of
from organizations.drf import HasPermission

MOST_ORDERS = 1000


class BatchIn(serializers.Serializer):
    """For the OpenAPI document; the items are read one by one, so that each has its own answer."""

    orders = OrderIn(many=True)


class ItemOut(serializers.Serializer):
    order_no = serializers.CharField(allow_null=True)
    status = serializers.IntegerField()
    case_no = serializers.CharField(required=False)
    version = serializers.IntegerField(required=False)
    problem = serializers.DictField(required=False)


class BatchOut(serializers.Serializer):
    created = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = ItemOut(many=True)


class BatchView(APIView):
    """Up to 1,000 work orders at once; the items' answers stand in the order they came in."""

    permission_classes = [HasPermission]
    permission_action = {"POST": "cases.receive"}

    @extend_schema(operation_id="post_orders", request=BatchIn, responses={200: BatchOut})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        at, update = now(), request.query_params.get("update") == "true"
        actor = actor_of(request)
        results = [_answer(item, actor=actor, at=at, update=update) for item in _items(request.data)]
        _name_cases(results)
        counts = {status: sum(row["status"] == status for row in results) for status in (200, 201)}
        refused = len(results) - sum(counts.values())
        return Response({"created": counts[201], "unchanged": counts[200], "refused": refused, "results": results})


def _items(data: Any) -> list[Any]:
    """The orders of `{"orders": […]}` or of a bare list."""
    items = data.get("orders") if isinstance(data, dict) else data
    if not isinstance(items, list) or not 1 <= len(items) <= MOST_ORDERS:
        message = _("orders 应当是 1 到 %(most)d 条工单的列表。") % {"most": MOST_ORDERS}
        raise Malformed(message, errors=[FieldError("orders", "invalid", message)])
    return items


def _answer(item: Any, *, actor: Actor, at: datetime, update: bool) -> dict[str, Any]:
    order_no = item.get("order_no") if isinstance(item, dict) else None
    row: dict[str, Any] = {"order_no": order_no if isinstance(order_no, str) else None}
    shape = OrderIn(data=item)
    try:
        shape.is_valid(raise_exception=True)
        with transaction.atomic():
            case_id, created = take(shape.order, actor=actor, at=at, update=update)
    except (ValidationError, CenterError) as refusal:
        problem = problem_of(refusal)
        if problem is None:
            raise
        return row | {"status": problem.status, "problem": problem.body()}
    return row | {"status": 201 if created else 200, "case_id": case_id}


def _name_cases(results: list[dict[str, Any]]) -> None:
    """Numbers and versions of all cases in one statement, instead of their ids."""
    ids = [row["case_id"] for row in results if "case_id" in row]
    named = {pk: (no, v) for pk, no, v in Case.objects.filter(pk__in=ids).values_list("pk", "case_no", "version")}
    for row in results:
        if "case_id" in row:
            row["case_no"], row["version"] = named[row.pop("case_id")]
