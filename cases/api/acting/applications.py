"""退单、延期、挂账 by API: what the lead asks for, what the centre decides, and the way back from the shelf."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from cases.actions.decide_extension import decide_extension
from cases.actions.decide_return import decide_return
from cases.actions.decide_shelving import decide_shelving
from cases.actions.request_extension import request_extension
from cases.actions.request_return import request_return
from cases.actions.request_shelving import request_shelving
from cases.actions.resume import resume
from cases.api.acting.base import ActionView, unknown
from cases.api.serializers import Moment
from organizations.models import Organization


class RequestReturnIn(serializers.Serializer):
    reason = serializers.CharField(max_length=500)
    basis = serializers.CharField(max_length=300, help_text="Rule or list of duties that speaks against this unit")
    organization = serializers.CharField(
        max_length=32, required=False, allow_blank=True, default="", help_text="Code of the unit whose it is"
    )


class DecisionIn(serializers.Serializer):
    approved = serializers.BooleanField()
    opinion = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class DecideReturnIn(DecisionIn):
    organization = serializers.CharField(
        max_length=32, required=False, allow_blank=True, default="", help_text="Code of the unit to send it on to"
    )


class RequestExtensionIn(serializers.Serializer):
    reason = serializers.CharField(max_length=500)
    until = Moment(required=False, allow_null=True, default=None)
    n = serializers.DecimalField(
        max_digits=9,
        decimal_places=4,
        required=False,
        allow_null=True,
        default=None,
        help_text="Instead of `until`: so many units of the limit's own kind",
    )
    requester_told = serializers.BooleanField(required=False, default=False)


class RequestShelvingIn(serializers.Serializer):
    reason = serializers.CharField(max_length=500)
    plan = serializers.CharField(max_length=500)
    until = Moment()


class ResumeIn(serializers.Serializer):
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class RequestReturnView(ActionView):
    action, body = "request_return", RequestReturnIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        proposed = _unit(data["organization"])
        return request_return(case_id, reason=data["reason"], basis=data["basis"], proposed=proposed, **who)


class DecideReturnView(ActionView):
    action, body = "decide_return", DecideReturnIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        target = _unit(data["organization"])
        return decide_return(case_id, is_approved=data["approved"], opinion=data["opinion"], target=target, **who)


class RequestExtensionView(ActionView):
    action, body = "request_extension", RequestExtensionIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        asked = {"until": data["until"], "units": data["n"], "is_requester_told": data["requester_told"]}
        return request_extension(case_id, reason=data["reason"], **asked, **who)


class DecideExtensionView(ActionView):
    action, body = "decide_extension", DecisionIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return decide_extension(case_id, is_approved=data["approved"], opinion=data["opinion"], **who)


class RequestShelvingView(ActionView):
    action, body = "request_shelving", RequestShelvingIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return request_shelving(case_id, reason=data["reason"], plan=data["plan"], until=data["until"], **who)


class DecideShelvingView(ActionView):
    action, body = "decide_shelving", DecisionIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return decide_shelving(case_id, is_approved=data["approved"], opinion=data["opinion"], **who)


class ResumeView(ActionView):
    action, body = "resume", ResumeIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return resume(case_id, note=data["note"], **who)


def _unit(code: str) -> Organization | None:
    if not code:
        return None
    found = Organization.objects.filter(code=code).first()
    if found is None:
        raise unknown("organization", _("没有这个单位代码。"))
    return found


VIEWS: tuple[type[ActionView], ...] = (
    RequestReturnView,
    DecideReturnView,
    RequestExtensionView,
    DecideExtensionView,
    RequestShelvingView,
    DecideShelvingView,
    ResumeView,
)
