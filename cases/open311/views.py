"""The addresses of GeoReport v2: parse, act, present."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from cases.actions.receive import receive
from cases.models import Case
from cases.open311.bodies import ReportIn, RequestsQuery, form_of, question_of
from cases.open311.documents import Document
from cases.open311.door import ApiKeyAuthentication, Open311View
from cases.open311.published import as_published, in_states, published, span_of, within
from cases.open311.reporting import order_of
from cases.open311.services import Service, open_services
from foundation.clock import now
from kernel.errors import NotFound
from kernel.times import local_date
from organizations.actors import actor_of
from organizations.drf import HasPermission

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-22T00:00:00+08:00"


class DiscoveryView(Open311View):
    def get(self, request: Request, **suffix: str) -> Response:
        root = request.build_absolute_uri(reverse("open311:discovery")).removesuffix("/discovery")
        endpoint = {
            "specification": SPECIFICATION,
            "url": root,
            "changeset": CHANGESET,
            "type": "production" if settings.PRODUCTION else "test",
            "formats": ["text/xml", "application/json"],
        }
        body = {
            "changeset": CHANGESET,
            "contact": _("区城市管理监督指挥中心，电话 12345"),
            "key_service": _("api_key 由区指挥中心签发：权限范围为 orders:write 的接口令牌。"),
            "endpoints": [endpoint],
        }
        return Response(Document("discovery", body))


class ServicesView(Open311View):
    def get(self, request: Request, **suffix: str) -> Response:
        return Response(Document("services", [service.as_listed() for service in _services().values()]))


class ServiceView(Open311View):
    """No service asks for more than the standard fields, so every definition is empty."""

    def get(self, request: Request, service_code: str, **suffix: str) -> Response:
        service = _service(service_code, _services())
        return Response(Document("service_definition", {"service_code": service.code, "attributes": []}))


class RequestsView(Open311View):
    """The list for everybody; a new report from a client that holds a key."""

    parser_classes = [FormParser, MultiPartParser]
    permission_action = {"POST": "cases.receive"}

    def get_authenticators(self) -> list[BaseAuthentication]:
        return [ApiKeyAuthentication()] if self.request.method == "POST" else []

    def get_permissions(self) -> list[BasePermission]:
        return [HasPermission()] if self.request.method == "POST" else []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method == "POST":
            if settings.OPEN311 != "write":
                raise PermissionDenied(_("本接口目前只供查询，请拨打 12345 反映问题。"))
            _refuse_huge(request)
        super().initial(request, *args, **kwargs)

    def get(self, request: Request, **suffix: str) -> Response:
        shape = RequestsQuery(data=question_of(request.query_params))
        shape.is_valid(raise_exception=True)
        asked, services = shape.validated_data, _services()
        cases = published(services)
        if asked["service_request_id"]:
            cases = cases.filter(case_no__in=asked["service_request_id"])
        else:
            cases = within(cases, span_of(asked["start_date"], asked["end_date"], now=now()))
            cases = in_states(cases, asked["status"])
            if asked["service_code"]:
                cases = cases.filter(sent_category__in=asked["service_code"])
        first = (asked["page"] - 1) * asked["page_size"]
        page = cases[first : first + asked["page_size"]]
        return Response(_requests([as_published(case, service=services[case.sent_category]) for case in page]))

    def post(self, request: Request, **suffix: str) -> Response:
        shape = ReportIn(data=form_of(request.POST))
        shape.is_valid(raise_exception=True)
        at, report = now(), shape.validated_data
        order = order_of(report, service=_service(report["service_code"], _services()), now=at)
        case = receive(order, actor=actor_of(request), now=at).case
        notice = _("已收到，案件编号 %(no)s。") % {"no": case.case_no}
        if request.FILES:
            notice += _("本接口不收文件，照片请用 media_url 给出地址。")
        answer = {"service_request_id": case.case_no, "service_notice": notice, "account_id": None}
        return Response(_requests([answer]), status=201)


class RequestView(Open311View):
    def get(self, request: Request, service_request_id: str, **suffix: str) -> Response:
        services = _services()
        case = _published_case(service_request_id, services)
        return Response(_requests([as_published(case, service=services[case.sent_category])]))


class TokenView(Open311View):
    """Numbers are given at once, so that the number itself serves whoever insists on asking with a token."""

    def get(self, request: Request, token: str, **suffix: str) -> Response:
        case = _published_case(token, _services())
        return Response(_requests([{"service_request_id": case.case_no, "token": token}]))


def _services() -> dict[str, Service]:
    return open_services(local_date(now()))


def _service(code: str, services: dict[str, Service]) -> Service:
    if code not in services:
        raise NotFound(_("没有这个 service_code，请从 services 列表中选取。"))
    return services[code]


def _published_case(case_no: str, services: dict[str, Service]) -> Case:
    case = published(services).filter(case_no=case_no).first()
    if case is None:
        raise NotFound(_("没有这个编号，或者它不对外公开。"))
    return case


def _requests(rows: list[dict[str, Any]]) -> Document:
    return Document("service_requests", rows)


def _refuse_huge(request: Request) -> None:
    """Before anything is read: the key stands in the body, so that reading comes before knowing who sends it."""
    length, limit = str(request.META.get("CONTENT_LENGTH") or ""), settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if limit is not None and length.isascii() and length.isdigit() and int(length[:20]) > limit:
        raise RequestDataTooBig
