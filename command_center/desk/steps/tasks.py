"""Steps around the tasks of a case: who hands them on, who reports."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.actions.assign import assign
from cases.actions.assist import assist
from cases.actions.report_task import report_task
from cases.actions.withdraw_task import withdraw_task
from cases.models import Case
from command_center.desk.forms import tasks
from command_center.desk.steps.step import Step, with_fields


def _report(case_id: int, data: dict[str, Any], **who: Any) -> Case:
    return report_task(case_id, task=data["task"].pk, outcome=data["outcome"], result=data["result"], **who)


def _withdraw(case_id: int, data: dict[str, Any], **who: Any) -> Case:
    return withdraw_task(case_id, task=data["task"].pk, reason=data["reason"], **who)


STEPS = (
    Step(
        "assign",
        _("交办"),
        _("已交办。"),
        tasks.AssignForm,
        with_fields(assign, "organization", "person", "words", "due_at"),
        leads=False,
    ),
    Step(
        "assist",
        _("请求协办"),
        _("已请求协办。"),
        tasks.AssistForm,
        with_fields(assist, "organization", "words", "due_at"),
        leads=False,
    ),
    Step("report_task", _("反馈任务"), _("任务已反馈，主办单位会收到通知。"), tasks.ReportTaskForm, _report),
    Step("withdraw_task", _("撤回任务"), _("任务已撤回。"), tasks.WithdrawTaskForm, _withdraw, leads=False),
)
