"""`/webhooks/`: where an organization wants to be told."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.clock import now
from foundation.idempotency import idempotent
from foundation.query_names import refuse_unknown_names
from notices.actions.register_endpoint import register_endpoint
from notices.actions.retire_endpoint import retire_endpoint
from notices.actions.try_endpoint import try_endpoint
from notices.api.shapes import DeliveryOut, NewWebhookOut, WebhookIn, WebhookOut, delivery_out, webhook_out
from notices.queries.endpoints import endpoints_of
from organizations.actors import actor_of
from organizations.drf import HasPermission


class WebhooksView(APIView):
    """The addresses in use, at most twenty, and a new one."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "notices.webhooks", "POST": "notices.webhooks"}

    @extend_schema(operation_id="get_webhooks", responses={200: WebhookOut(many=True)})
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown_names(request)
        mine = endpoints_of(actor_of(request)).filter(is_active=True).defer("secret").order_by("id")
        return Response([webhook_out(endpoint) for endpoint in mine])

    @extend_schema(operation_id="post_webhook", request=WebhookIn, responses={201: NewWebhookOut})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        shape = WebhookIn(data=request.data)
        shape.is_valid(raise_exception=True)
        endpoint = register_endpoint(**shape.validated_data, actor=actor_of(request), now=now())
        return Response({**webhook_out(endpoint), "secret": str(endpoint.secret)}, status=201)


class WebhookView(APIView):
    permission_classes = [HasPermission]
    permission_action = {"DELETE": "notices.webhooks"}

    @extend_schema(operation_id="delete_webhook", responses={204: None})
    def delete(self, request: Request, endpoint_id: int) -> HttpResponse:
        retire_endpoint(endpoint_id, reason=_("接口删除"), actor=actor_of(request), now=now())
        return Response(status=204)


class TestView(APIView):
    """Accepted is not delivered: what came of it stands in the list of deliveries."""

    permission_classes = [HasPermission]
    permission_action = {"POST": "notices.webhooks"}

    @extend_schema(operation_id="test_webhook", request=None, responses={202: DeliveryOut})
    @idempotent
    def post(self, request: Request, endpoint_id: int) -> HttpResponse:
        return Response(delivery_out(try_endpoint(endpoint_id, actor=actor_of(request), now=now())), status=202)
