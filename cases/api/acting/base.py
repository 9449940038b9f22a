"""`POST /cases/{case_no}/{action}/`: parse, act, present; what all actions share."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.presenting import whole
from cases.queries.editions import one_edition
from cases.queries.reading import visible_case_id, with_companions
from cases.queries.requesters import veiled_for
from cases.queries.seeing import require_sight
from foundation.clock import now
from foundation.etag import etag_of, expected_version
from foundation.idempotency import idempotent
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, StaleVersion
from organizations.actors import actor_of
from organizations.drf import HasPermission


class EmptyIn(serializers.Serializer):
    """No fields: the action needs nothing but the case."""


class ActionView(APIView):
    """What all actions share; a subclass names its action, its body and how it is done."""

    permission_classes = [HasPermission]
    takes_if_match = True
    action = ""
    body: type[serializers.Serializer] = EmptyIn

    @property
    def permission_action(self) -> dict[str, str]:
        return {"POST": f"cases.{self.action}"}

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        raise TypeError(f"{type(self).__name__} does not say how it acts")

    @idempotent
    def post(self, request: Request, case_no: str) -> HttpResponse:
        actor, at = actor_of(request), now()
        with one_edition():
            case_id = visible_case_id(case_no, actor=actor)
            shape = self.body(data=request.data)
            shape.is_valid(raise_exception=True)
            words = veiled_for(case_id, shape.validated_data)
            try:
                self.act(case_id, words, actor=actor, now=at, expected_version=expected_version(request))
            except StaleVersion as stale:
                raise stale.showing(_still_seen(case_id, actor=actor, at=at)) from None
            # What was done is shown even if it was the last that the actor sees of the case.
            body = _whole(case_id, actor=actor, at=at)
        return Response(body, headers={"ETag": etag_of(body["version"])})


def _whole(case_id: int, *, actor: Actor, at: datetime) -> dict[str, Any]:
    case, around = with_companions(case_id)
    return whole(case, around, actor=actor, now=at)


def _still_seen(case_id: int, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """The lock is gone by now, and with it what the door knew of the actor's sight."""
    case, around = with_companions(case_id)
    require_sight(case, around, actor=actor)
    return whole(case, around, actor=actor, now=at)


def unknown(field: str, message: str) -> Invalid:
    """The body names something that is not there."""
    return Invalid(message, errors=[FieldError(field, "unknown", message)])
