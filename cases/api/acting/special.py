"""Ends that come without a unit's reply, hard cases, and reopening, by API."""

from typing import Any

from rest_framework import serializers

from cases.actions.answer import answer
from cases.actions.close_special import close_special
from cases.actions.hand_over import EmergencyLine, hand_over
from cases.actions.mark_hard import mark_hard
from cases.actions.reopen import reopen
from cases.api.acting.base import ActionView


class AnswerIn(serializers.Serializer):
    text = serializers.CharField(max_length=450)
    wants_call = serializers.BooleanField(default=False, help_text="The requester wishes to be called back")


class HandOverIn(serializers.Serializer):
    line = serializers.ChoiceField(EmergencyLine.choices)
    words = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ReasonIn(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class MarkHardIn(ReasonIn):
    hard = serializers.BooleanField()


class AnswerView(ActionView):
    action, body = "answer", AnswerIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return answer(case_id, text=data["text"], wants_call=data["wants_call"], **who)


class HandOverView(ActionView):
    action, body = "hand_over", HandOverIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return hand_over(case_id, line=EmergencyLine(data["line"]), words=data["words"], **who)


class CloseSpecialView(ActionView):
    action, body = "close_special", ReasonIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return close_special(case_id, reason=data["reason"], **who)


class MarkHardView(ActionView):
    action, body = "mark_hard", MarkHardIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return mark_hard(case_id, is_hard=data["hard"], reason=data["reason"], **who)


class ReopenView(ActionView):
    """Answers with the old case, whose course names the new one."""

    action, body = "reopen", ReasonIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return reopen(case_id, reason=data["reason"], **who)


VIEWS: tuple[type[ActionView], ...] = (AnswerView, HandOverView, CloseSpecialView, MarkHardView, ReopenView)
