"""What the centre does with a case, by API."""

from typing import Any

from django.utils.translation import gettext as _

from cases.actions.callback import answers_of, callback
from cases.actions.cancel import cancel
from cases.actions.classify import classify
from cases.actions.dispatch import dispatch
from cases.actions.file import file
from cases.actions.locate import locate
from cases.actions.reject import RejectionGround, reject
from cases.actions.review import review
from cases.actions.supervise import supervise
from cases.actions.urge import urge
from cases.api import bodies
from cases.api.acting.base import ActionView, unknown
from cases.api.serializers import whereabouts_of
from cases.models import CallBack, FilingStandard
from cases.queries.categories import find_category
from kernel.times import local_date
from organizations.models import Organization


class LocateView(ActionView):
    action, body = "locate", bodies.LocateIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return locate(case_id, whereabouts=whereabouts_of(data["location"]), **who)


class ClassifyView(ActionView):
    action, body = "classify", bodies.ClassifyIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        category = find_category(data["category_code"], flow="", on=local_date(who["now"]))
        if category is None:
            raise unknown("category_code", _("没有这个类别代码。"))
        return classify(case_id, category=category, **who)


class FileView(ActionView):
    action, body = "file", bodies.FileIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        standard = FilingStandard.objects.select_related("category").filter(pk=data["standard"]).first()
        if standard is None:
            raise unknown("standard", _("没有这条立案条件。"))
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
            raise unknown("organization", _("没有这个单位代码。"))
        return dispatch(case_id, target=target, reason=data["reason"], **who)


class UrgeView(ActionView):
    action, body = "urge", bodies.UrgeIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return urge(case_id, words=data["words"], **who)


class SuperviseView(ActionView):
    action, body = "supervise", bodies.SuperviseIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return supervise(case_id, reason=data["reason"], **who)


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
        way = CallBack.Way(data["way"])
        return callback(case_id, answers=answers, note=data["note"], way=way, **who)


class CancelView(ActionView):
    action, body = "cancel", bodies.CancelIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return cancel(case_id, reason=data["reason"], **who)


VIEWS: tuple[type[ActionView], ...] = (
    LocateView,
    ClassifyView,
    FileView,
    RejectView,
    DispatchView,
    UrgeView,
    SuperviseView,
    ReviewView,
    CallbackView,
    CancelView,
)
