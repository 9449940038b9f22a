"""三率: the figures of a period, and the rows behind each of them."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.presenting import instant, small
from cases.api.shapes import SmallCaseOut
from cases.models import CaseClock
from cases.queries.rates import Asked, By, Line, RatesForm, Span, evidence, lines_of, total_of
from cases.queries.reading import with_cases
from cases.rules.rates import Figure, Rate, Side
from foundation.clock import now
from foundation.pages import Ordering
from foundation.pagination import KeysetPagination
from foundation.query_names import refuse_unknown_names
from kernel.errors import FieldError, Invalid
from organizations.actors import actor_of
from organizations.drf import HasPermission

_NAMES = ("by", "from", "to", "span", "partly")
_PARAMETERS = [
    OpenApiParameter("by", enum=By.values, default="street"),
    OpenApiParameter("from", {"type": "string", "format": "date"}, description="the first of the month of `to`"),
    OpenApiParameter("to", {"type": "string", "format": "date"}, description="included; today"),
    OpenApiParameter("span", enum=Span.values, default="day", description="for by=period"),
    OpenApiParameter("partly", enum=["0", "0.5"], default="0", description="what a partly solved case counts"),
]
_OF_ONE = [
    OpenApiParameter("rate", enum=Rate.values, required=True),
    OpenApiParameter("side", enum=Side.values, default="denominator"),
    OpenApiParameter("key", description="of one subject; without it all of them"),
]


class FigureOut(serializers.Serializer):
    numerator = serializers.FloatField()
    denominator = serializers.IntegerField()
    percent = serializers.FloatField(allow_null=True)


class FiguresOut(serializers.Serializer):
    response = FigureOut()
    resolution = FigureOut()
    satisfaction = FigureOut()
    on_time = FigureOut()


class RateLineOut(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    rates = FiguresOut()


RatesOut = type(
    "RatesOut",
    (serializers.Serializer,),
    {
        "by": serializers.CharField(),
        "from": serializers.DateField(),
        "to": serializers.DateField(),
        "results": RateLineOut(many=True),
        "total": FiguresOut(),
    },
)


class EvidenceOut(serializers.Serializer):
    at = serializers.DateTimeField()
    contacted = serializers.BooleanField(allow_null=True, required=False)
    solved = serializers.CharField(required=False)
    satisfied = serializers.CharField(required=False)
    due_at = serializers.DateTimeField(required=False)
    in_time = serializers.BooleanField(required=False)
    case = SmallCaseOut()


class RatesView(APIView):
    """The figures of the cases that this client may see."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "cases.rates"}

    @extend_schema(operation_id="get_rates", parameters=_PARAMETERS, responses={200: RatesOut})
    def get(self, request: Request) -> Response:
        refuse_unknown_names(request, _NAMES)
        asked = read_asked(request.query_params)
        lines = lines_of(asked, actor=actor_of(request))
        body = {
            "by": asked.by,
            "from": asked.first.isoformat(),
            "to": asked.last.isoformat(),
            "results": [_line(line) for line in lines],
            "total": _figures(total_of(lines)),
        }
        return Response(body)


class RateCasesView(APIView):
    """The rows of one figure, newest first: calls for the three rates, judged clocks for punctuality."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "cases.rates"}
    pagination_class = KeysetPagination  # told in the OpenAPI document; each figure brings its own ordering
    orderings: tuple[Ordering, ...] = (Ordering("-at"),)

    @extend_schema(
        operation_id="list_rate_cases", parameters=[*_PARAMETERS, *_OF_ONE], responses={200: EvidenceOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        refuse_unknown_names(request, {*_NAMES, "rate", "side", "key"} | KeysetPagination.parameters)
        query = request.query_params
        asked, rate = read_asked(query), _one_of(Rate.values, query, "rate", "")
        side = _one_of(Side.values, query, "side", Side.DENOMINATOR)
        rows = evidence(asked, rate, side, key=query.get("key", ""), actor=actor_of(request))
        self.orderings = (Ordering("-stopped_at" if rate == Rate.ON_TIME else "-at"),)
        pages, at = KeysetPagination(), now()
        found = with_cases(pages.paginate_queryset(rows, request, view=self) or [])
        return pages.get_paginated_response([_row(row) | {"case": small(row.case, now=at)} for row in found])


def read_asked(query: QueryDict) -> Asked:
    """Raises Invalid that names each wrong parameter."""
    form = RatesForm(query, now=now())
    if not form.is_valid():
        errors = [FieldError(name, "invalid", str(text)) for name, texts in form.errors.items() for text in texts]
        raise Invalid(_("参数有误。"), errors=errors)
    return form.asked


def _one_of(values: list[str], query: QueryDict, name: str, default: str) -> str:
    value = query.get(name) or default
    if value in values:
        return value
    message = _("只能是 %(values)s 之一。") % {"values": "、".join(values)}
    raise Invalid(message, errors=[FieldError(name, "invalid", message)])


def _line(line: Line) -> dict[str, Any]:
    return {"key": line.key, "name": line.name, "rates": _figures(line.figures)}


def _figures(figures: dict[Rate, Figure]) -> dict[str, Any]:
    return {rate.value: _figure(one) for rate, one in figures.items()}


def _figure(one: Figure) -> dict[str, Any]:
    percent = None if one.percent is None else float(one.percent)
    return {"numerator": float(one.numerator), "denominator": one.denominator, "percent": percent}


def _row(row: Any) -> dict[str, Any]:
    """Of a call or of a judged clock, as `evidence` gives them."""
    if isinstance(row, CaseClock):
        is_on_time = row.is_on_time  # type: ignore[attr-defined]  # `judged` says so of each
        return {"at": instant(row.stopped_at), "due_at": instant(row.due_at), "in_time": is_on_time}
    said = {"contacted": row.was_contacted, "solved": row.solved, "satisfied": row.satisfied}
    return {"at": instant(row.at), **said}
