"""Summonses: the list, and one of them."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.queries.editions import one_edition
from enforcement.api.presenting import small_summons, whole_summons
from enforcement.api.shapes import SmallSummonsOut, SummonsOut
from enforcement.models import Summons
from enforcement.queries.filters import SummonsFilter
from enforcement.queries.reading import summonses_for_reading
from enforcement.queries.visibility import summonses_visible_to
from foundation.clock import now
from foundation.etag import etag_of
from foundation.pages import Ordering
from foundation.pagination import KeysetPagination
from foundation.query_names import refuse_unknown_names
from organizations.actors import actor_of
from organizations.drf import HasPermission


class SummonsesView(GenericAPIView):
    """A department's own summonses; the street those of its whistles, the centre all."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "enforcement.read"}
    pagination_class = KeysetPagination
    orderings = (Ordering("-notified_at"),)
    filterset_class = SummonsFilter
    serializer_class = SmallSummonsOut

    def get_queryset(self) -> QuerySet[Summons]:
        if getattr(self, "swagger_fake_view", False):
            return Summons.objects.none()
        return summonses_for_reading(summonses_visible_to(actor_of(self.request)))

    @extend_schema(operation_id="list_summonses", responses={200: SmallSummonsOut(many=True)}, filters=True)
    def get(self, request: Request) -> Response:
        refuse_unknown_names(request, KeysetPagination.parameters | set(SummonsFilter.base_filters))
        with one_edition():
            page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        at = now()
        return self.get_paginated_response([small_summons(summons, now=at) for summons in page or []])


class SummonsView(APIView):
    permission_classes = [HasPermission]
    permission_action = {"GET": "enforcement.read"}

    @extend_schema(operation_id="get_summons", responses={200: SummonsOut})
    def get(self, request: Request, number: str) -> Response:
        refuse_unknown_names(request)
        with one_edition():
            body = whole_summons(number, actor=actor_of(request), now=now())
        return Response(body, headers={"ETag": etag_of(body["version"])})
