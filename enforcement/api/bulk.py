"""`POST /summonses/bulk/`: up to 200 actions, an answer for each; one that fails never spoils the rest."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.queries.editions import one_edition
from enforcement.api.acting import SUMMONS_VIEWS
from enforcement.api.examples import BULK, example
from enforcement.api.shapes import SummonsOut
from enforcement.api.words import wire_name
from foundation.clock import now
from foundation.errors import Malformed
from foundation.etag import version_of_tag
from foundation.itemwise import Bulk
from foundation.parsers import ItemwiseJSONParser, refuse_bad_characters
from kernel.errors import FieldError
from organizations.actors import actor_of
from organizations.drf import HasPermission

MOST = 200
_VIEWS = {wire_name(view.action): view for view in SUMMONS_VIEWS}


class BulkItemIn(serializers.Serializer):
    summons = serializers.CharField(max_length=28, help_text="Its number")
    action = serializers.ChoiceField(sorted(_VIEWS), help_text="As in `allowed_actions`")
    body = serializers.DictField(required=False, default=dict, help_text="What the action itself takes")
    if_match = serializers.CharField(
        max_length=24, required=False, allow_null=True, default=None, help_text='The tag acted on, `"v3"`'
    )


class BulkIn(serializers.Serializer):
    """For the OpenAPI document; the items are read one by one, so that each has its own answer."""

    items = BulkItemIn(many=True, max_length=MOST)  # type: ignore[call-arg]  # a list takes it


class BulkItemOut(serializers.Serializer):
    summons = serializers.CharField(allow_null=True)
    action = serializers.CharField(allow_null=True)
    status = serializers.IntegerField()
    body = SummonsOut(required=False)
    problem = serializers.DictField(required=False)


class BulkOut(serializers.Serializer):
    done = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = BulkItemOut(many=True)


class BulkView(APIView):
    """Each item is a transaction of its own, in the order given; each needs the right to its own action."""

    parser_classes = [ItemwiseJSONParser]
    permission_classes = [HasPermission]
    permission_action = {"POST": "enforcement.read"}

    @extend_schema(
        operation_id="act_on_summonses",
        request=BulkIn,
        responses={200: BulkOut},
        examples=example("One signed, one checked in", BULK),
    )
    def post(self, request: Request) -> Response:
        items, bulk = _items(request.data), Bulk.of(request)
        results = [_answer(bulk, place, item) for place, item in enumerate(items)]
        done = sum(row["status"] == 200 for row in results)
        headers = {"Idempotency-Replayed": "true"} if bulk.replayed == len(items) else {}
        body = {"done": done, "refused": len(results) - done, "results": results}
        return Response(body, headers=headers)

    # Its items are, each by itself; told in the OpenAPI document.
    post.is_idempotent = True  # type: ignore[attr-defined]


def _items(data: Any) -> list[Any]:
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or not 1 <= len(items) <= MOST:
        message = _("items 应当是 1 到 %(most)d 项操作的列表。") % {"most": MOST}
        raise Malformed(message, errors=[FieldError("items", "invalid", message)])
    return items


def _answer(bulk: Bulk, place: int, item: Any) -> dict[str, Any]:
    said = item if isinstance(item, dict) else {}
    named = {name: said.get(name) if isinstance(said.get(name), str) else None for name in ("summons", "action")}
    return {**named, **bulk.done(place, lambda: _act(bulk.request, item))}


def _act(request: Request, item: Any) -> dict[str, Any]:
    refuse_bad_characters(item)
    shape = BulkItemIn(data=item)
    shape.is_valid(raise_exception=True)
    asked = shape.validated_data
    expected = version_of_tag(asked["if_match"], field="if_match") if asked["if_match"] else None
    view = _VIEWS[asked["action"]]
    with one_edition():
        return view.done(asked["summons"], asked["body"], actor=actor_of(request), now=now(), expected=expected)
