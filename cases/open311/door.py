"""What all addresses of Open311 share: switched on or not there, two formats, errors as the standard writes them."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.open311.documents import Document, Open311ApplicationXML, Open311JSON, Open311XML, SuffixThenAccept
from foundation.problems import exception_handler
from organizations.authentication import BearerAuthentication


class Open311View(APIView):
    """Reading needs no key; while the interface is off there is nothing here, whoever asks."""

    schema = None
    http_method_names = ["get", "head", "post"]
    renderer_classes = [Open311JSON, Open311XML, Open311ApplicationXML]
    content_negotiation_class = SuffixThenAccept
    authentication_classes = []
    permission_classes = [AllowAny]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.OPEN311 == "off":
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_exception_handler(self) -> Any:
        return open311_errors


class ApiKeyAuthentication(BearerAuthentication):
    """`api_key`, as the standard has it, is the token of an API client; `Authorization: Bearer` works as elsewhere."""

    def token_of(self, request: Request) -> str | None:
        given = super().token_of(request) or request.POST.get("api_key") or request.query_params.get("api_key")
        if not given:
            raise AuthenticationFailed(_("缺少 api_key：请填区指挥中心签发的令牌。"), code="api_key_missing")
        return given.strip()

    def authenticate_header(self, request: Request) -> str:
        """None of its own: the standard answers a missing or wrong key with 403, not with 401."""
        return ""


def open311_errors(exc: Exception, context: dict[str, Any]) -> Response:
    """The problem of the house, its errors one by one in the form of the standard."""
    problem = exception_handler(exc, context)
    status, body = problem.status_code, problem.data
    sentences = [f"{error['field']}: {error['message']}" for error in body["errors"]] or [body["detail"]]
    headers = {name: problem.headers[name] for name in ("Retry-After",) if name in problem.headers}
    errors = [{"code": status, "description": sentence} for sentence in sentences]
    return Response(Document("errors", errors), status=status, headers=headers)
