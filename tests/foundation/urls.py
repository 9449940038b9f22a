"""A small API and two pages that fail in every way."""

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from rest_framework import exceptions, serializers
from rest_framework.decorators import api_view, authentication_classes, parser_classes, permission_classes
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.parsers import StrictJSONParser
from kernel.errors import FieldError, Invalid, NotAllowed, NotFound, Refused, StaleVersion

FAILURES = {
    "refused": lambda: Refused("网格员已签收。", code="already_signed", by="八角街道"),
    "stale": lambda: StaleVersion("内容已更新。", current={"version": 4}, changes=[{"kind": "signed"}]),
    "not-allowed": lambda: NotAllowed("只有主办单位可以签收。"),
    "not-found": lambda: NotFound("没有这个案件。"),
    "invalid": lambda: Invalid("时间不对。", errors=[FieldError("due_at", "past", "已经过去。")]),
    "authentication": lambda: exceptions.AuthenticationFailed("令牌已停用。", code="token_revoked"),
    "denied": PermissionDenied,
    "denied-in-words": lambda: PermissionDenied("夜间不能派单。"),
    "csrf": lambda: exceptions.PermissionDenied("CSRF Failed: CSRF token missing."),
    "http404": lambda: Http404("No Case matches the given query."),
    "too-big": RequestDataTooBig,
    "throttled": lambda: exceptions.Throttled(wait=1.2),
    "database": lambda: OperationalError("server closed the connection unexpectedly"),
    "fault": lambda: RuntimeError("password=hunter2"),
}


class Requester(serializers.Serializer):
    phone = serializers.CharField(max_length=5)


class Order(serializers.Serializer):
    title = serializers.CharField()
    requester = Requester()
    photos = serializers.ListField(child=serializers.IntegerField(), required=False)

    def validate(self, attrs: dict) -> dict:
        if attrs["title"] == "?":
            raise serializers.ValidationError("标题没有意义。", code="senseless")
        return attrs


@api_view(["GET"])
@permission_classes([])
def fail(request: Request, how: str) -> Response:
    raise FAILURES[how]()


@api_view(["POST"])
@authentication_classes([])
@permission_classes([])
@parser_classes([StrictJSONParser])
def orders(request: Request) -> Response:
    many = isinstance(request.data, list)
    serializer = Order(data=request.data, many=many)
    serializer.is_valid(raise_exception=True)
    return Response(serializer.data, status=201)


@api_view(["POST"])
@authentication_classes([])
@permission_classes([])
@parser_classes([StrictJSONParser, MultiPartParser])
def echo(request: Request) -> Response:
    return Response({"data": request.data})


@api_view(["GET"])
def private(request: Request) -> Response:
    return Response({})


def page(request: HttpRequest, how: str) -> HttpResponse:
    raise FAILURES[how]()


urlpatterns = [
    path("api/fail/<str:how>/", fail),
    path("api/orders/", orders),
    path("api/echo/", echo),
    path("api/private/", private),
    path("pages/<str:how>/", page),
]
handler400 = "foundation.error_pages.handler400"
handler403 = "foundation.error_pages.handler403"
handler404 = "foundation.error_pages.handler404"
handler500 = "foundation.error_pages.handler500"
