"""Steps of a department that is called."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from command_center.desk.steps.photos import taken_in
from command_center.desk.whistles.forms import department
from command_center.desk.whistles.forms.base import OnWhistleForm
from command_center.desk.whistles.steps.step import Step, with_fields
from enforcement.actions.appeal import appeal
from enforcement.actions.check_in import Arrival, check_in
from enforcement.actions.contact import contact
from enforcement.actions.feedback import feedback
from enforcement.actions.leave import leave
from enforcement.actions.object_to import object_to
from enforcement.actions.refuse import refuse
from enforcement.actions.report import report
from enforcement.actions.sign import sign
from enforcement.models import CheckIn
from enforcement.rules.blowing import Officer
from kernel.actors import Actor


def _sign(summons_id: int, form: department.SignForm, **who: Any) -> Any:
    data = form.cleaned_data
    officer = Officer(data["officer_name"], data["officer_post"], data["officer_phone"])
    return sign(summons_id, officer=officer, eta=data["eta"], **who)


def _check_in(summons_id: int, form: department.CheckInForm, *, actor: Actor, now: datetime, **who: Any) -> Any:
    data = form.cleaned_data
    photos = [taken_in(file, "photo", actor=actor, now=now) for file in data["photo"]]
    arrival = Arrival(
        Officer(data["officer_name"], data["officer_post"]),
        way=CheckIn.Way.QR if data["code"] else CheckIn.Way.APP,
        team_size=data["team_size"],
        at=data["at"],
        lon=data["lon"],
        lat=data["lat"],
        photo=photos[0] if photos else None,
        code=data["code"],
        position_note=form.why_without_position(),
    )
    return check_in(summons_id, arrival, actor=actor, now=now, **who)


def _object(summons_id: int, form: department.ObjectForm, *, actor: Actor, now: datetime, **who: Any) -> Any:
    data = form.cleaned_data
    said = {"reason": data["reason"], "basis": data["basis"], "attachments": _photos(form, actor=actor, now=now)}
    proposed = data["organization"].pk if data["organization"] else None
    return object_to(summons_id, **said, proposed_id=proposed, actor=actor, now=now, **who)


def _report(summons_id: int, form: department.ReportForm, *, actor: Actor, now: datetime, **who: Any) -> Any:
    data, photos = form.cleaned_data, _photos(form, actor=actor, now=now)
    said = {"result": data["result"], "text": data["text"], "attachments": photos}
    return report(summons_id, **said, actor=actor, now=now, **who)


def _photos(form: OnWhistleForm, *, actor: Actor, now: datetime) -> list[UUID]:
    return [taken_in(file, "photos", actor=actor, now=now) for file in form.cleaned_data["photos"]]


def _feedback(whistle_id: int, form: department.FeedbackForm, *, expected_version: int, **who: Any) -> Any:
    """A judgement of the whole stands whatever changed meanwhile."""
    said = {name: form.cleaned_data[name] for name in ("necessity", "information", "coordination", "remark")}
    return feedback(whistle_id, **said, **who)


OF_WHISTLE = (Step("feedback", _("评价吹哨"), _("评价已登记，谢谢。"), department.FeedbackForm, _feedback),)
OF_SUMMONS = (
    Step("sign", _("签收"), _("已签收，请按时到场。"), department.SignForm, _sign),
    Step(
        "contact",
        _("联系街道"),
        _("联系情况已登记。"),
        department.ContactForm,
        with_fields(contact, "note"),
        leads=False,
    ),
    Step("object", _("提异议"), _("异议已提交，时限照常走。"), department.ObjectForm, _object, leads=False),
    Step(
        "appeal",
        _("申请区裁定"),
        _("已报区指挥中心裁定。"),
        department.AppealForm,
        with_fields(appeal, "reason"),
        leads=False,
    ),
    Step(
        "refuse",
        _("拒绝"),
        _("拒绝已登记，并报区督办。"),
        department.RefuseForm,
        with_fields(refuse, "reason"),
        leads=False,
    ),
    Step("check_in", _("报到"), _("报到已登记。"), department.CheckInForm, _check_in),
    Step(
        "leave",
        _("申请离场"),
        _("申请已提交，等街道同意。"),
        department.LeaveForm,
        with_fields(leave, "reason"),
        leads=False,
    ),
    Step("report", _("反馈"), _("反馈已提交。"), department.ReportForm, _report),
)
