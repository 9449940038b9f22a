"""Steps for 退单、延期、挂账."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.actions.decide_extension import decide_extension
from cases.actions.decide_return import decide_return
from cases.actions.decide_shelving import decide_shelving
from cases.actions.request_extension import request_extension
from cases.actions.request_return import request_return
from cases.actions.request_shelving import request_shelving
from cases.actions.resume import resume
from cases.models import Case
from command_center.desk.forms import applications as forms
from command_center.desk.steps.step import Step, with_fields

_SENT = _("申请已提交，等待区指挥中心审批。")
_DECIDED = _("审批意见已登记。")


def _request_return(case_id: int, data: dict[str, Any], **who: Any) -> Case:
    words = {"reason": data["reason"], "basis": data["basis"]}
    return request_return(case_id, **words, proposed=data["organization"], **who)


def _decide_return(case_id: int, data: dict[str, Any], **who: Any) -> Case:
    said = {"is_approved": data["is_approved"], "opinion": data["opinion"]}
    return decide_return(case_id, **said, target=data["organization"], **who)


def _request_extension(case_id: int, data: dict[str, Any], **who: Any) -> Case:
    asked = {"until": data["until"], "units": data.get("n")}
    told = data.get("is_requester_told", False)
    return request_extension(case_id, reason=data["reason"], **asked, is_requester_told=told, **who)


STEPS = (
    Step("request_return", _("申请退单"), _SENT, forms.RequestReturnForm, _request_return, leads=False),
    Step("decide_return", _("审批退单"), _DECIDED, forms.DecideReturnForm, _decide_return),
    Step("request_extension", _("申请延期"), _SENT, forms.RequestExtensionForm, _request_extension, leads=False),
    Step(
        "decide_extension",
        _("审批延期"),
        _DECIDED,
        forms.DecideExtensionForm,
        with_fields(decide_extension, "is_approved", "opinion"),
    ),
    Step(
        "request_shelving",
        _("申请挂账"),
        _SENT,
        forms.RequestShelvingForm,
        with_fields(request_shelving, "reason", "plan", "until"),
        leads=False,
    ),
    Step(
        "decide_shelving",
        _("审批挂账"),
        _DECIDED,
        forms.DecideShelvingForm,
        with_fields(decide_shelving, "is_approved", "opinion"),
    ),
    Step("resume", _("恢复办理"), _("已恢复办理。"), forms.ResumeForm, with_fields(resume, "note"), leads=False),
)
