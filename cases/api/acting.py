"""`POST /cases/{case_no}/{action}/`: parse, act, present; one small view for each action."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.actions.answer_supervision import answer_supervision
from cases.actions.callback import answers_of, callback
from cases.actions.cancel import cancel
from cases.actions.classify import classify
from cases.actions.contact import contact
from cases.actions.dispatch import dispatch
from cases.actions.file import file
from cases.actions.locate import locate
from cases.actions.note import note
from cases.actions.reject import RejectionGround, reject
from cases.actions.reply import reply
from cases.actions.review import review
from cases.actions.sign import sign
from cases.actions.supervise import supervise
from cases.actions.urge import urge
from cases.api import bodies
from cases.api.presenting import whole
from cases.api.serializers import whereabouts_of
from cases.api.shapes import CaseOut
from cases.models import FilingStandard
from cases.queries.categories import find_category
from cases.queries.reading import visible_case
from cases.queries.requesters import veiled_words
from foundation.clock import now
from foundation.etag import etag_of, expected_version
from foundation.idempotency import idempotent
from kernel.errors import FieldError, Invalid
from kernel.times import local_date
from organizations.actors import actor_of
from organizations.drf import HasPermission
from organizations.models import Organization


class ActionView(APIView):
    """What all actions share; a subclass names its action, its body and how it is done."""

    permission_classes = [HasPermission]
    action = ""
    body: type[serializers.Serializer] = bodies.EmptyIn

    @property
    def permission_action(self) -> dict[str, str]:
        return {"POST": f"cases.{self.action}"}

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        raise TypeError(f"{type(self).__name__} does not say how it acts")

    @idempotent
    def post(self, request: Request, case_no: str) -> HttpResponse:
        case = visible_case(case_no, actor=actor_of(request))
        shape = self.body(data=request.data)
        shape.is_valid(raise_exception=True)
        at, words = now(), veiled_words(case, shape.validated_data)
        self.act(case.pk, words, actor=actor_of(request), now=at, expected_version=expected_version(request))
        fresh = visible_case(case_no, actor=actor_of(request))
        return Response(whole(fresh, actor=actor_of(request), now=at), headers={"ETag": etag_of(fresh.version)})


class LocateView(ActionView):
    action, body = "locate", bodies.LocateIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return locate(case_id, whereabouts=whereabouts_of(data["location"]), **who)


class ClassifyView(ActionView):
    action, body = "classify", bodies.ClassifyIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        category = find_category(data["category_code"], flow="", on=local_date(who["now"]))
        if category is None:
            raise _unknown("category_code", _("没有这个类别代码。"))
        return classify(case_id, category=category, **who)


class FileView(ActionView):
    action, body = "file", bodies.FileIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        standard = FilingStandard.objects.select_related("category").filter(pk=data["standard"]).first()
        if standard is None:
            raise _unknown("standard", _("没有这条立案条件。"))
        return file(case_id, standard=standard, **who)


class RejectView(ActionView):
    action, body = "reject", bodies.RejectIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return reject(case_id, ground=RejectionGround(data["ground"]), words=data["words"], **who)


class DispatchView(ActionView):
    action, body = "dispatch", bodies.DispatchIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        target = Organization.objects.filter(code=data["organization"]).first()
        if target is None:
            raise _unknown("organization", _("没有这个单位代码。"))
        return dispatch(case_id, target=target, reason=data["reason"], **who)


class SignView(ActionView):
    action = "sign"

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return sign(case_id, **who)


class ContactView(ActionView):
    action, body = "contact", bodies.ContactIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return contact(case_id, note=data["note"], **who)


class NoteView(ActionView):
    action, body = "note", bodies.NoteIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return note(case_id, text=data["text"], **who)


class UrgeView(ActionView):
    action, body = "urge", bodies.UrgeIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return urge(case_id, words=data["words"], **who)


class SuperviseView(ActionView):
    action, body = "supervise", bodies.SuperviseIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return supervise(case_id, reason=data["reason"], **who)


class AnswerSupervisionView(ActionView):
    action, body = "answer_supervision", bodies.AnswerSupervisionIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return answer_supervision(case_id, answer=data["answer"], **who)


class ReplyView(ActionView):
    action, body = "reply", bodies.ReplyIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return reply(case_id, text=data["text"], measures=data["measures"], **who)


class ReviewView(ActionView):
    action, body = "review", bodies.ReviewIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return review(case_id, is_accepted=data["accepted"], opinion=data["opinion"], **who)


class CallbackView(ActionView):
    action, body = "callback", bodies.CallbackIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        answers = answers_of(
            is_reached=data["reached"],
            was_contacted=data["contacted"],
            solved=data["solved"],
            satisfied=data["satisfied"],
        )
        return callback(case_id, answers=answers, note=data["note"], **who)


class CancelView(ActionView):
    action, body = "cancel", bodies.CancelIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return cancel(case_id, reason=data["reason"], **who)


def _unknown(field: str, message: str) -> Invalid:
    return Invalid(message, errors=[FieldError(field, "unknown", message)])


ACTION_VIEWS: tuple[type[ActionView], ...] = tuple(
    extend_schema(request=view.body, responses={200: CaseOut})(view)
    for view in (
        LocateView,
        ClassifyView,
        FileView,
        RejectView,
        DispatchView,
        SignView,
        ContactView,
        NoteView,
        UrgeView,
        SuperviseView,
        AnswerSupervisionView,
        ReplyView,
        ReviewView,
        CallbackView,
        CancelView,
    )
)
