"""Reading cases: the list, one case, its course, its clocks."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.listing import for_list, listed
from cases.api.presenting import clock, event, suspect, whole
from cases.api.shapes import CaseOut, ClockOut, EventOut, SmallCaseOut, SuspectOut
from cases.models import Case
from cases.queries.duplicates import suspected
from cases.queries.editions import one_edition
from cases.queries.filters import CaseFilter
from cases.queries.reading import visible_case, visible_with_companions
from cases.queries.visibility import sight_of
from foundation.clock import now
from foundation.etag import etag_of
from foundation.pages import Ordering, Ways
from foundation.pagination import KeysetPagination
from foundation.query_names import refuse_unknown_names
from organizations.actors import actor_of
from organizations.drf import HasPermission


class CasesView(GenericAPIView):
    """The cases this client may see."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "cases.read"}
    pagination_class = KeysetPagination
    # Each has its index.
    orderings = (Ordering("due_at", nullable=True), Ordering("-received_at"))
    filterset_class = CaseFilter
    serializer_class = SmallCaseOut
    queryset = Case.objects.all()

    def ways(self) -> Ways:
        """A page shows of the cases only what this client sees."""
        return sight_of(actor_of(self.request)).ways

    def shown(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        return for_list(cases)

    @extend_schema(operation_id="list_cases", responses={200: SmallCaseOut(many=True)})
    def get(self, request: Request) -> Response:
        # A filter that is misspelt must not hand out everything.
        refuse_unknown_names(request, KeysetPagination.parameters | set(CaseFilter.base_filters))
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        at = now()
        return self.get_paginated_response([listed(case, now=at) for case in page or []])


class CaseView(APIView):
    permission_classes = [HasPermission]
    permission_action = {"GET": "cases.read"}

    @extend_schema(operation_id="get_case", responses={200: CaseOut})
    def get(self, request: Request, case_no: str) -> Response:
        refuse_unknown_names(request)
        actor = actor_of(request)
        with one_edition():
            case, around = visible_with_companions(case_no, actor=actor)
            body = whole(case, around, actor=actor, now=now())
        return Response(body, headers={"ETag": etag_of(case.version)})


class TimelineView(APIView):
    permission_classes = [HasPermission]
    permission_action = {"GET": "cases.read"}

    @extend_schema(operation_id="get_case_timeline", responses={200: EventOut(many=True)})
    def get(self, request: Request, case_no: str) -> Response:
        refuse_unknown_names(request)
        case = visible_case(case_no, actor=actor_of(request))
        rows: list[dict[str, Any]] = [event(row) for row in case.events.all()]
        return Response(rows)


class ClocksView(APIView):
    permission_classes = [HasPermission]
    permission_action = {"GET": "cases.read"}

    @extend_schema(operation_id="get_case_clocks", responses={200: ClockOut(many=True)})
    def get(self, request: Request, case_no: str) -> Response:
        refuse_unknown_names(request)
        case = visible_case(case_no, actor=actor_of(request))
        return Response([clock(row) for row in case.clocks.order_by("id")])


class DuplicatesView(APIView):
    """Open cases that may be the same matter, the likeliest first."""

    permission_classes = [HasPermission]
    permission_action = {"GET": "cases.read"}

    @extend_schema(operation_id="get_case_duplicates", responses={200: SuspectOut(many=True)})
    def get(self, request: Request, case_no: str) -> Response:
        refuse_unknown_names(request)
        actor = actor_of(request)
        case = visible_case(case_no, actor=actor)
        return Response([suspect(found) for found in suspected(case, actor=actor, now=now())])
