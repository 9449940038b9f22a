"""`/webhooks/{id}/deliveries/`: what was sent to one address, what came of it, and once more."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.clock import now
from foundation.idempotency import idempotent
from foundation.pagination import KeysetPagination
from foundation.query_names import refuse_unknown_names
from kernel.errors import NotFound
from notices.actions.redeliver import redeliver
from notices.api.shapes import DeliveryOut, delivery_out
from notices.models import Delivery
from notices.queries.endpoints import endpoints_of
from organizations.actors import actor_of
from organizations.drf import HasPermission


class DeliveriesView(GenericAPIView):
    """Newest first; also those to an address that was removed."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "notices.webhooks"}
    pagination_class = KeysetPagination
    serializer_class = DeliveryOut
    queryset = Delivery.objects.none()
    filter_backends = ()

    @extend_schema(operation_id="get_webhook_deliveries", responses={200: DeliveryOut(many=True)})
    def get(self, request: Request, endpoint_id: int) -> HttpResponse:
        refuse_unknown_names(request, KeysetPagination.parameters)
        rows = self.paginate_queryset(_deliveries(request, endpoint_id)) or []
        return self.get_paginated_response([delivery_out(row) for row in rows])


class RedeliverView(APIView):
    """Accepted is not delivered, see the list."""

    permission_classes = [HasPermission]
    permission_action = {"POST": "notices.redeliver"}

    @extend_schema(operation_id="redeliver", request=None, responses={202: DeliveryOut})
    @idempotent
    def post(self, request: Request, endpoint_id: int, delivery_id: int) -> HttpResponse:
        if not _deliveries(request, endpoint_id).filter(pk=delivery_id).exists():
            raise NotFound(_("没有这条投递记录。"))
        return Response(delivery_out(redeliver(delivery_id, actor=actor_of(request), now=now())), status=202)


def _deliveries(request: Request, endpoint_id: int) -> QuerySet[Delivery]:
    endpoint = endpoints_of(actor_of(request)).filter(pk=endpoint_id).values_list("pk", flat=True).first()
    if endpoint is None:
        raise NotFound(_("没有这个推送地址。"))
    return Delivery.objects.filter(endpoint=endpoint)
