"""Whistles: the list, blowing one, one with all that hangs on it, its course."""

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.queries.editions import one_edition
from enforcement.actions.blow import blow
from enforcement.api.bodies import BlowIn
from enforcement.api.examples import BLOW, example
from enforcement.api.presenting import line, small_whistle, whole_whistle
from enforcement.api.reading_in import blow_of
from enforcement.api.shapes import LineOut, SmallWhistleOut, WholeWhistleOut
from enforcement.models import Whistle
from enforcement.queries.courses import course_of
from enforcement.queries.filters import WhistleFilter
from enforcement.queries.reading import for_reading, visible_whistle
from enforcement.queries.visibility import whistles_visible_to
from foundation.clock import now
from foundation.idempotency import idempotent
from foundation.pages import Ordering
from foundation.pagination import KeysetPagination
from foundation.query_names import refuse_unknown_names
from organizations.actors import actor_of
from organizations.drf import HasPermission


class WhistlesView(GenericAPIView):
    """The whistles this client may see, and the street's way to blow one."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "enforcement.read", "POST": "enforcement.blow"}
    pagination_class = KeysetPagination
    orderings = (Ordering("-blown_at"),)
    filterset_class = WhistleFilter
    serializer_class = SmallWhistleOut

    def get_queryset(self) -> QuerySet[Whistle]:
        if getattr(self, "swagger_fake_view", False):
            return Whistle.objects.none()
        actor = actor_of(self.request)
        return for_reading(whistles_visible_to(actor), actor=actor, now=now())

    @extend_schema(operation_id="list_whistles", responses={200: SmallWhistleOut(many=True)}, filters=True)
    def get(self, request: Request) -> Response:
        refuse_unknown_names(request, KeysetPagination.parameters | set(WhistleFilter.base_filters))
        with one_edition():
            page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response([small_whistle(whistle) for whistle in page or []])

    @extend_schema(
        operation_id="blow_whistle",
        request=BlowIn,
        responses={201: WholeWhistleOut},
        examples=example("A joint enforcement", BLOW),
        filters=False,
    )
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        refuse_unknown_names(request)
        actor, at = actor_of(request), now()
        shape = BlowIn(data=request.data)
        shape.is_valid(raise_exception=True)
        with one_edition():
            blown = blow(blow_of(shape.validated_data, actor=actor, now=at), actor=actor, now=at)
            body, tag = whole_whistle(blown.number, actor=actor, now=at)
        return Response(body, status=201, headers={"ETag": tag})


class WhistleView(APIView):
    """One whistle, with the summonses that this client may see."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "enforcement.read"}

    @extend_schema(operation_id="get_whistle", responses={200: WholeWhistleOut})
    def get(self, request: Request, number: str) -> Response:
        refuse_unknown_names(request)
        with one_edition():
            body, tag = whole_whistle(number, actor=actor_of(request), now=now())
        return Response(body, headers={"ETag": tag})


class WhistleTimelineView(APIView):
    """What happened to the whistle and to those of its summonses that this client may see, in one course."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "enforcement.read"}

    @extend_schema(operation_id="get_whistle_timeline", responses={200: LineOut(many=True)})
    def get(self, request: Request, number: str) -> Response:
        refuse_unknown_names(request)
        actor = actor_of(request)
        with one_edition():
            whistle = visible_whistle(number, actor=actor, now=now())
            return Response([line(event) for event in course_of(whistle, actor=actor)])
