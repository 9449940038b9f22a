"""Taking an alert, by API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cases.actions.take_alert import take_alert
from cases.api.acting.base import ActionView


class TakeAlertIn(serializers.Serializer):
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True, help_text=_("如何处置"))


class TakeAlertView(ActionView):
    action, body = "take_alert", TakeAlertIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return take_alert(case_id, note=data["note"], **who)


VIEWS: tuple[type[ActionView], ...] = (TakeAlertView,)
