"""What others are asked to do for a case, and what they report, by API."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from cases.actions.assign import assign
from cases.actions.assist import assist
from cases.actions.report_task import report_task
from cases.actions.withdraw_task import withdraw_task
from cases.api.acting.base import ActionView, unknown
from cases.api.serializers import Moment
from cases.models import CaseTask
from organizations.models import Organization

_OUTCOMES = [CaseTask.Outcome.DONE, CaseTask.Outcome.NOT_DONE]


class AssignIn(serializers.Serializer):
    organization = serializers.CharField(
        max_length=32, required=False, allow_blank=True, default="", help_text="Code of one of the lead's communities"
    )
    person = serializers.CharField(
        max_length=80,
        required=False,
        allow_blank=True,
        default="",
        help_text="Team, or user name of a person, there or in the lead itself",
    )
    words = serializers.CharField(max_length=300)
    due_at = Moment(required=False, allow_null=True, default=None)


class AssistIn(serializers.Serializer):
    organization = serializers.CharField(max_length=32, help_text="Code of the street office or department")
    words = serializers.CharField(max_length=300)
    due_at = Moment(required=False, allow_null=True, default=None)


class ReportTaskIn(serializers.Serializer):
    task = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="Id of the task, from the case")
    outcome = serializers.ChoiceField([(one.value, one.label) for one in _OUTCOMES])
    result = serializers.CharField(max_length=1000)


class WithdrawTaskIn(serializers.Serializer):
    task = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="Id of the task, from the case")
    reason = serializers.CharField(max_length=200)


class AssignView(ActionView):
    action, body = "assign", AssignIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        organization = _organization(data["organization"]) if data["organization"] else None
        facts = {name: data[name] for name in ("person", "words", "due_at")}
        return assign(case_id, organization=organization, **facts, **who)


class AssistView(ActionView):
    action, body = "assist", AssistIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        organization = _organization(data["organization"])
        return assist(case_id, organization=organization, words=data["words"], due_at=data["due_at"], **who)


class ReportTaskView(ActionView):
    action, body = "report_task", ReportTaskIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        outcome = CaseTask.Outcome(data["outcome"])
        return report_task(case_id, task=data["task"], outcome=outcome, result=data["result"], **who)


class WithdrawTaskView(ActionView):
    action, body = "withdraw_task", WithdrawTaskIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return withdraw_task(case_id, task=data["task"], reason=data["reason"], **who)


def _organization(code: str) -> Organization:
    found = Organization.objects.filter(code=code).first()
    if found is None:
        raise unknown("organization", _("没有这个单位代码。"))
    return found


VIEWS: tuple[type[ActionView], ...] = (AssignView, AssistView, ReportTaskView, WithdrawTaskView)
