"""A view whose effect can be counted: it makes one account, then does as it is told."""

from django.contrib.auth import get_user_model
from django.urls import path
from rest_framework import exceptions
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.errors import Malformed
from foundation.idempotency import idempotent
from foundation.parsers import StrictJSONParser
from kernel.actors import Actor, ActorKind
from kernel.errors import Refused, StaleVersion

User = get_user_model()
RAISED = {
    "refused": lambda: Refused("不行。", code="no_way"),
    "stale": lambda: StaleVersion("已变。", current=4, changes=[]),
    "malformed": lambda: Malformed("看不懂。"),
    "shape": lambda: exceptions.ValidationError({"then": "不对。"}),
    "throttled": lambda: exceptions.Throttled(wait=1),
    "fault": lambda: RuntimeError("broken"),
}


class Effects(APIView):
    authentication_classes = permission_classes = ()
    parser_classes = (StrictJSONParser, MultiPartParser)

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        name = request.headers.get("X-Actor", "1")
        request._request.actor = Actor(ActorKind.CLIENT, name if name != "nobody" else "", "测试")

    @idempotent
    def post(self, request: Request) -> Response:
        then = request.data.get("then", "created")
        account = User.objects.create(username=f"account{User.objects.count()}")
        if then in RAISED:
            raise RAISED[then]()
        status = {"busy": 503, "gone": 204}.get(then, 201)
        body = None if status == 204 else {"id": account.pk, "name": "王小明"}
        return Response(body, status=status, headers={"ETag": '"v1"', "X-Other": "1"})


urlpatterns = [path("api/effects/", Effects.as_view())]
