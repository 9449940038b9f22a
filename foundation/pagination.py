"""Keyset pages for the REST framework: `{"next", "previous", "results"}`."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from foundation.cursors import Ordering, malformed
from foundation.estimates import estimated_count
from foundation.pages import MAX_LIMIT, KeysetPage, Ways, any_of, page_of_query


class KeysetPagination(BasePagination):
    """The view names its `orderings: Sequence[Ordering]`, the default first; without them rows go newest first. It may
    have `ways()` to see a row and `shown(rows)` for what is read of them, both as in `keyset_page`."""

    # The query parameters that are the page's own, none of the filter's.
    parameters: ClassVar = frozenset({"cursor", "limit", "ordering", "count"})
    default_limit = 50
    default_orderings: Sequence[Ordering] = (Ordering("-id"),)

    page: KeysetPage[Any]
    request: Request
    count_estimated: int | None = None

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        if not isinstance(queryset, QuerySet):
            raise TypeError("keyset pages are read from a queryset")
        self.request = request
        ways: Ways = view.ways() if view is not None and hasattr(view, "ways") else None
        self.count_estimated = _estimate(any_of(ways, queryset), request.query_params.get("count"))
        self.page = page_of_query(
            queryset,
            request.query_params,
            orderings=self._orderings(view),
            default_limit=self.default_limit,
            ways=ways,
            shown=getattr(view, "shown", QuerySet.all),
        )
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        body = {"next": self._url(self.page.next), "previous": self._url(self.page.previous), "results": data}
        if self.count_estimated is not None:
            body["count_estimated"] = self.count_estimated
        return Response(body)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema, "count_estimated": {"type": "integer"}},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        names = [ordering.name for ordering in self._orderings(view)]
        return [
            _parameter("cursor", {"type": "string"}),
            _parameter("limit", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": self.default_limit}),
            _parameter("ordering", {"type": "string", "enum": names, "default": names[0]}),
            _parameter("count", {"type": "string", "enum": ["estimated"]}),
        ]

    def _orderings(self, view: APIView | None) -> Sequence[Ordering]:
        return getattr(view, "orderings", None) or self.default_orderings

    def _url(self, cursor: str | None) -> str | None:
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor) if cursor else None


def _estimate(rows: QuerySet[Any], asked: str | None) -> int | None:
    if not asked:
        return None
    if asked != "estimated":
        raise malformed("count", _("count 只能取 estimated。"))
    return estimated_count(rows)


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}
