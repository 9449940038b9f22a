"""`GET /whistles/suggestions/`: which departments to call, each with the reason in words."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.actions.placing import columns_of, located
from cases.api.serializers import LocationIn, whereabouts_of
from cases.queries.editions import one_edition
from enforcement.actions.checking import office_of
from enforcement.api.judgements import named
from enforcement.api.reading_in import case_of, category_id_of
from enforcement.api.shapes import SuggestionOut
from enforcement.queries.suggesting import Suggested, Wanted, suggest
from enforcement.states import WhistleKind
from foundation.clock import now
from foundation.query_names import refuse_unknown_names
from organizations.actors import actor_of
from organizations.drf import HasPermission


class WantedIn(LocationIn):
    """What is known of a whistle before it is blown; what is left out is that of the case."""

    kind = serializers.ChoiceField(WhistleKind.choices)
    case_no = serializers.CharField(max_length=32, required=False, default="")
    category_code = serializers.CharField(max_length=60, required=False, default="")
    limit = serializers.IntegerField(min_value=1, max_value=40, required=False, default=10)


class SuggestionsView(APIView):
    permission_classes = [HasPermission]
    permission_action = {"GET": "enforcement.blow"}

    @extend_schema(
        operation_id="suggest_departments",
        parameters=[WantedIn],
        responses={200: SuggestionOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        refuse_unknown_names(request, WantedIn().fields)
        shape = WantedIn(data=request.query_params)
        shape.is_valid(raise_exception=True)
        with one_edition():
            found = suggest(self._wanted(request, shape), at=now(), limit=shape.validated_data["limit"])
        return Response([_shown(one) for one in found])

    def _wanted(self, request: Request, shape: WantedIn) -> Wanted:
        actor, data = actor_of(request), shape.validated_data
        office, case = office_of(actor), case_of(data["case_no"], actor=actor)
        said = whereabouts_of(data)
        category_id = category_id_of(data["category_code"], now=now())
        if said.address or said.lon is not None or case is None:
            place = columns_of(located(said), said)
            unit_grid_id, address = place["unit_grid_id"], said.address
        else:
            unit_grid_id, address = case.unit_grid_id, case.address
        return Wanted(
            office=office,
            kind=data["kind"],
            category_id=category_id or (case.category_id if case else None),
            unit_grid_id=unit_grid_id,
            address=address,
        )


def _shown(one: Suggested) -> dict[str, object]:
    return {"organization": named(one.department), "duty": one.duty, "reason": one.reason}
