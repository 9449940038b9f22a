"""Intake: `POST /orders/` and the sender's look at what became of its order."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.actions.change_order import change_order
from cases.actions.receive import Outcome, Received, receive
from cases.api.presenting import call, instant, small, whole
from cases.api.serializers import OrderIn, read_order
from cases.api.shapes import CaseOut, OrderStateOut
from cases.models import Case
from cases.queries.companions import companions_of
from cases.queries.editions import one_edition
from cases.queries.reading import for_reading
from cases.queries.visibility import visible_to
from cases.rules.orders import Order
from foundation.clock import now
from foundation.etag import etag_of
from foundation.idempotency import idempotent
from foundation.query_names import refuse_unknown_names
from kernel.actors import Actor
from kernel.errors import NotFound, Refused
from organizations.actors import actor_of
from organizations.drf import HasPermission


def take(order: Order, *, actor: Actor, at: datetime, update: bool) -> Received:
    """The case as it is shown, and whether it is new; other content of a known number is taken over with `update`."""
    try:
        return receive(order, actor=actor, now=at)
    except Refused as refusal:
        if refusal.code != "order_changed" or not update:
            raise
        known = visible_to(actor).filter(source=order.source, order_no=order.order_no).first()
        if known is None:
            raise
        change_order(known.pk, order, actor=actor, now=at)
        return Received(for_reading(Case.objects.all()).get(pk=known.pk), Outcome.UNCHANGED)


class OrdersView(APIView):
    """A work order of the city platform or of any channel comes in."""

    permission_classes = [HasPermission]
    permission_action = {"POST": "cases.receive"}

    @extend_schema(
        operation_id="post_order",
        request=OrderIn,
        responses={200: CaseOut, 201: CaseOut},
        parameters=[
            OpenApiParameter("update", OpenApiTypes.BOOL, description="Take over changed content of a known number")
        ],
    )
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        refuse_unknown_names(request, {"update"})
        order = read_order(request.data)
        at, actor = now(), actor_of(request)
        update = request.query_params.get("update") == "true"
        with one_edition():
            received = take(order, actor=actor, at=at, update=update)
            around = received.brought or companions_of(received.case)
            body = whole(received.case, around, actor=actor, now=at)
        status = 201 if received.outcome is Outcome.CREATED else 200
        return Response(body, status=status, headers={"ETag": etag_of(received.case.version)})


class OrderView(APIView):
    """What became of an order, for its sender: state, reply, due time and call-back."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "cases.read"}

    @extend_schema(
        operation_id="get_order",
        responses={200: OrderStateOut},
        parameters=[OpenApiParameter("source", OpenApiTypes.STR, description="Channel the number belongs to")],
    )
    def get(self, request: Request, order_no: str) -> Response:
        refuse_unknown_names(request, {"source"})
        orders = for_reading(visible_to(actor_of(request))).filter(order_no=order_no)
        if source := request.query_params.get("source"):
            orders = orders.filter(source=source)
        case = orders.order_by("id").first()
        if case is None:
            raise NotFound(_("没有这个工单号，或不是贵单位送来的。"))
        return Response(_state_of(case), headers={"ETag": etag_of(case.version)})


def _state_of(case: Case) -> dict[str, Any]:
    reply = case.events.filter(kind__in=("replied", "answered")).order_by("-id").first()
    last_call = case.callbacks.first()
    return {
        **small(case, now=now()),
        "round": case.round,
        "reply_due_at": instant(case.reply_due_at),
        "replied_at": instant(case.replied_at),
        "closed_at": instant(case.closed_at),
        "closing": case.closing,
        "reply": None if reply is None else {"at": instant(reply.at), "text": reply.text},
        "callback": None if last_call is None else call(last_call),
    }
