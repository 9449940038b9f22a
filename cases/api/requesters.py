"""`POST /cases/{case_no}/requester/reveal/`: who asked, in clear, for a reason that is kept."""

from dataclasses import asdict

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.actions.reveal import reveal
from cases.api.bodies import RevealIn
from cases.api.shapes import RevealedOut
from cases.queries.reading import visible_case
from foundation.clock import now
from organizations.actors import actor_of, address_of
from organizations.drf import HasPermission


class RevealView(APIView):
    """Takes no part in `Idempotency-Key`: a stored answer would be the requester in clear. Sent twice it is logged
    twice, which is what happened."""

    permission_classes = [HasPermission]
    permission_action = {"POST": "cases.reveal"}

    @extend_schema(operation_id="reveal_requester", request=RevealIn, responses={200: RevealedOut})
    def post(self, request: Request, case_no: str) -> HttpResponse:
        actor = actor_of(request)
        case = visible_case(case_no, actor=actor)
        shape = RevealIn(data=request.data)
        shape.is_valid(raise_exception=True)
        shown = reveal(case.pk, **shape.validated_data, actor=actor, now=now(), address=address_of(request._request))
        return Response(asdict(shown), headers={"Cache-Control": "no-store"})
