"""Inspectors on the spot, by API: sent, found true or not, put right, checked."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from cases.actions.check import check
from cases.actions.self_handle import self_handle
from cases.actions.send_to_verify import send_to_verify
from cases.actions.verify import verify
from cases.api.acting.base import ActionView, unknown
from cases.api.attaching import MOST, attachments_field
from cases.models import FilingStandard


class PhotoIds(serializers.ListField):
    child = serializers.UUIDField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_length": MOST} | kwargs))


class SendToVerifyIn(serializers.Serializer):
    words = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class FoundIn(serializers.Serializer):
    words = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class VerifyIn(FoundIn):
    true = serializers.BooleanField()
    standard = serializers.IntegerField(
        min_value=1,
        required=False,
        allow_null=True,
        default=None,
        help_text="Filing standard whose condition is met; without it the one that fits the case",
    )


class SelfHandleIn(serializers.Serializer):
    words = serializers.CharField(max_length=300)
    before = PhotoIds(min_length=1, help_text="Photos from before")
    after = PhotoIds(min_length=1, help_text="Photos from after")


class CheckIn(FoundIn):
    passed = serializers.BooleanField()
    attachments = attachments_field()


class SendToVerifyView(ActionView):
    action, body = "send_to_verify", SendToVerifyIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return send_to_verify(case_id, words=data["words"], **who)


class VerifyView(ActionView):
    action, body = "verify", VerifyIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        standard = None
        if data["standard"] is not None:
            standard = FilingStandard.objects.select_related("category").filter(pk=data["standard"]).first()
            if standard is None:
                raise unknown("standard", _("没有这条立案条件。"))
        return verify(case_id, is_true=data["true"], words=data["words"], standard=standard, **who)


class SelfHandleView(ActionView):
    action, body = "self_handle", SelfHandleIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return self_handle(case_id, words=data["words"], before=data["before"], after=data["after"], **who)


class CheckView(ActionView):
    action, body = "check", CheckIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return check(case_id, is_passed=data["passed"], words=data["words"], photos=data["attachments"], **who)


VIEWS: tuple[type[ActionView], ...] = (SendToVerifyView, VerifyView, SelfHandleView, CheckView)
