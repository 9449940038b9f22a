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

from cases.actions.receive import Outcome
from cases.api.orders import take
from cases.api.serializers import OrderIn, read_order
from cases.imports.receiving import receive_many
from cases.models import Case
from cases.queries.editions import one_edition
from cases.rules.orders import Order
from foundation.clock import now
from foundation.errors import Malformed
from foundation.idempotency import idempotent
from foundation.parsers import ItemwiseJSONParser, refuse_bad_characters
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

    parser_classes = [ItemwiseJSONParser]
    permission_classes = [HasPermission]
    permission_action = {"POST": "cases.receive"}

    @extend_schema(operation_id="post_orders", request=BatchIn, responses={200: BatchOut})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        at, update = now(), request.query_params.get("update") == "true"
        actor = actor_of(request)
        with one_edition():
            results = _answers(_items(request.data), actor=actor, at=at, update=update)
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


def _answers(items: list[Any], *, actor: Actor, at: datetime, update: bool) -> list[dict[str, Any]]:
    """What is new comes in as one; the rest one by one, in the order of numbers, so that two batches never lock each
    other out."""
    rows, orders = _read(items)
    places = list(orders)
    for place, case_id in zip(places, receive_many(list(orders.values()), actor=actor, now=at), strict=True):
        if case_id is not None:
            rows[place] |= {"status": 201, "case_id": case_id}
            del orders[place]
    for place, order in sorted(orders.items(), key=lambda one: (one[1].source, one[1].order_no, one[0])):
        rows[place] |= _taken(order, actor=actor, at=at, update=update)
    return rows


def _read(items: list[Any]) -> tuple[list[dict[str, Any]], dict[int, Order]]:
    """A row for each item, refused where it is no order, and the orders by their places."""
    rows: list[dict[str, Any]] = []
    orders: dict[int, Order] = {}
    for place, item in enumerate(items):
        rows.append({"order_no": None})
        try:
            refuse_bad_characters(item)
            rows[place]["order_no"] = _number_in(item)
            orders[place] = read_order(item)
        except (ValidationError, CenterError) as refusal:
            rows[place] |= _refused(refusal)
    return rows, orders


def _number_in(item: Any) -> str | None:
    order_no = item.get("order_no") if isinstance(item, dict) else None
    return order_no if isinstance(order_no, str) else None


def _taken(order: Order, *, actor: Actor, at: datetime, update: bool) -> dict[str, Any]:
    try:
        with transaction.atomic():
            received = take(order, actor=actor, at=at, update=update)
    except CenterError as refusal:
        return _refused(refusal)
    return {"status": 201 if received.outcome is Outcome.CREATED else 200, "case_id": received.case.pk}


def _refused(refusal: ValidationError | CenterError) -> dict[str, Any]:
    problem = problem_of(refusal)
    if problem is None:
        raise refusal
    return {"status": problem.status, "problem": problem.body()}


def _name_cases(results: list[dict[str, Any]]) -> None:
    """Numbers and versions of all cases in one statement, instead of their ids."""
    ids = [row["case_id"] for row in results if "case_id" in row]
    named = {pk: (no, v) for pk, no, v in Case.objects.filter(pk__in=ids).values_list("pk", "case_no", "version")}
    for row in results:
        if "case_id" in row:
            row["case_no"], row["version"] = named[row.pop("case_id")]
