"""`POST /whistles/{no}/{action}/` and `POST /summonses/{id}/{action}/`: parse, act, present; what all actions share."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.queries.editions import one_edition
from enforcement.actions.whole_version import require_unchanged
from enforcement.api.presenting import whole_summons, whole_whistle
from enforcement.api.tags import expected_whole
from enforcement.api.words import address_part
from enforcement.queries.reading import summons_id, whistle_id
from foundation.clock import now
from foundation.etag import etag_of, expected_version
from foundation.idempotency import idempotent
from kernel.actors import Actor
from kernel.errors import StaleVersion
from organizations.actors import actor_of
from organizations.drf import HasPermission


class EmptyIn(serializers.Serializer):
    """No fields: the action needs nothing but its subject."""


class ActionView(APIView):
    """A subclass names its action, its body and how it is done."""

    permission_classes = [HasPermission]
    takes_if_match = True
    action = ""
    body: type[serializers.Serializer] = EmptyIn

    @property
    def permission_action(self) -> dict[str, str]:
        return {"POST": f"enforcement.{self.action}"}

    @classmethod
    def part(cls) -> str:
        """The last part of its address."""
        return address_part(cls.action)

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        raise TypeError("an action of a whistle says how it is done")

    @classmethod
    def read(cls, data: Any) -> dict[str, Any]:
        shape = cls.body(data=data)
        shape.is_valid(raise_exception=True)
        return dict(shape.validated_data)


class SummonsActionView(ActionView):
    """Answers with the summons as it stands now."""

    @idempotent
    def post(self, request: Request, number: str) -> HttpResponse:
        actor, at = actor_of(request), now()
        with one_edition():
            body = self.done(number, request.data, actor=actor, now=at, expected=expected_version(request))
        return Response(body, headers={"ETag": etag_of(body["version"])})

    @classmethod
    def done(cls, number: str, data: Any, *, actor: Actor, now: datetime, expected: int | None) -> dict[str, Any]:
        """Whoever acts on a version that is gone is told what stands there now."""
        key = summons_id(number, actor=actor)
        facts = cls.read(data)
        try:
            cls.act(key, facts, actor=actor, now=now, expected_version=expected)
        except StaleVersion as stale:
            raise stale.showing(whole_summons(number, actor=actor, now=now)) from None
        return whole_summons(number, actor=actor, now=now)


class WhistleActionView(ActionView):
    """Answers with the whistle as it stands now."""

    @idempotent
    def post(self, request: Request, number: str) -> HttpResponse:
        actor, at = actor_of(request), now()
        with one_edition():
            key = whistle_id(number, actor=actor)
            facts = self.read(request.data)
            self.require_current(request, key, number, actor=actor, at=at)
            self.act(key, facts, actor=actor, now=at)
            body, tag = whole_whistle(number, actor=actor, now=at)
        return Response(body, headers={"ETag": tag})

    @staticmethod
    def require_current(request: Request, key: int, number: str, *, actor: Actor, at: datetime) -> None:
        seen = expected_whole(request)
        if seen is None:
            return
        try:
            require_unchanged(key, seen, actor=actor)
        except StaleVersion as stale:
            raise stale.showing(whole_whistle(number, actor=actor, now=at)[0]) from None
