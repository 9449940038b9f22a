"""What is done with a whistle as a whole, by API."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from cases.queries.editions import one_edition
from enforcement.actions.cancel import cancel
from enforcement.actions.close import close
from enforcement.actions.feedback import feedback
from enforcement.actions.repeat import repeat
from enforcement.actions.resume import resume
from enforcement.actions.return_whistle import return_whistle
from enforcement.actions.stand_down_all import stand_down_all
from enforcement.actions.summon_more import summon_more
from enforcement.actions.suspend import suspend
from enforcement.api import bodies
from enforcement.api.acting.base import WhistleActionView
from enforcement.api.presenting import whole_whistle
from enforcement.api.reading_in import blow_of, calls_of
from enforcement.queries.reading import whistle_id
from foundation.clock import now
from foundation.idempotency import idempotent
from organizations.actors import actor_of


class ReturnView(WhistleActionView):
    action, body = "return", bodies.WhyIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return return_whistle(key, reason=data["reason"], **who)


class CancelView(WhistleActionView):
    action, body = "cancel", bodies.WhyIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return cancel(key, reason=data["reason"], **who)


class SummonMoreView(WhistleActionView):
    action, body = "summon_more", bodies.SummonMoreIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return summon_more(key, calls=calls_of(data["departments"]), **who)


class SuspendView(WhistleActionView):
    action, body = "suspend", bodies.WhyIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return suspend(key, reason=data["reason"], **who)


class ResumeView(WhistleActionView):
    action, body = "resume", bodies.ResumeWhistleIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return resume(key, note=data["note"], **who)


class StandDownAllView(WhistleActionView):
    action, body = "stand_down_all", bodies.WhyIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return stand_down_all(key, reason=data["reason"], **who)


class FeedbackView(WhistleActionView):
    action, body = "feedback", bodies.FeedbackIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return feedback(key, **data, **who)


class CloseView(WhistleActionView):
    action, body = "close", bodies.CloseIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return close(key, words=data["words"], **who)


class RepeatView(WhistleActionView):
    """Answers with the new whistle (201), which names this one."""

    action, body = "repeat", bodies.BlowIn

    @idempotent
    def post(self, request: Request, number: str) -> HttpResponse:
        actor, at = actor_of(request), now()
        with one_edition():
            key = whistle_id(number, actor=actor)
            data = self.read(request.data)
            self.require_current(request, key, number, actor=actor, at=at)
            blown = repeat(key, blow_of(data, actor=actor, now=at), actor=actor, now=at)
            body, tag = whole_whistle(blown.number, actor=actor, now=at)
        return Response(body, status=201, headers={"ETag": tag})


VIEWS: tuple[type[WhistleActionView], ...] = (
    ReturnView,
    CancelView,
    SummonMoreView,
    SuspendView,
    ResumeView,
    StandDownAllView,
    FeedbackView,
    CloseView,
    RepeatView,
)
