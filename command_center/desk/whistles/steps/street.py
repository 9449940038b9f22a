"""Steps of the street that blew."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from command_center.desk.steps.photos import taken_in
from command_center.desk.whistles.forms import street
from command_center.desk.whistles.forms.rating import RateForm
from command_center.desk.whistles.steps.step import Step, with_fields
from enforcement.actions.cancel import cancel
from enforcement.actions.check_in import Arrival, check_in
from enforcement.actions.close import close
from enforcement.actions.confirm_check_in import confirm_check_in
from enforcement.actions.decide_leave import decide_leave
from enforcement.actions.decide_objection import decide_objection
from enforcement.actions.note_departure import note_departure
from enforcement.actions.rate import rate
from enforcement.actions.record import record
from enforcement.actions.resume import resume
from enforcement.actions.stand_down import stand_down
from enforcement.actions.stand_down_all import stand_down_all
from enforcement.actions.suspend import suspend
from enforcement.models import CheckIn
from enforcement.rules.blowing import Officer
from kernel.actors import Actor

_DECIDED = _("决定已登记，部门会收到通知。")


def _check_in(summons_id: int, form: street.DeskCheckInForm, *, actor: Actor, now: datetime, **who: Any) -> Any:
    data = form.cleaned_data
    photos = [taken_in(file, "photo", actor=actor, now=now) for file in data["photo"]]
    arrival = Arrival(
        Officer(data["officer_name"], data["officer_post"]),
        way=CheckIn.Way.DESK,
        team_size=data["team_size"],
        at=data["at"],
        photo=photos[0] if photos else None,
    )
    return check_in(summons_id, arrival, actor=actor, now=now, **who)


def _record(summons_id: int, form: street.RecordForm, *, actor: Actor, now: datetime, **who: Any) -> Any:
    data = form.cleaned_data
    photos = [taken_in(file, "photos", actor=actor, now=now) for file in data["photos"]]
    said = {"measure": data["measure"], "text": data["text"], "attachments": photos}
    return record(summons_id, **said, actor=actor, now=now, **who)


def _rate(summons_id: int, form: RateForm, **who: Any) -> Any:
    said = {name: form.cleaned_data[name] for name in ("veto_reason", "remark")}
    return rate(summons_id, marks=form.marks(), **said, **who)


DESK_CHECK_IN = Step("check_in", _("代报到"), _("报到已登记。"), street.DeskCheckInForm, _check_in)
OF_WHISTLE = (
    Step("cancel", _("取消吹哨"), _("已取消。"), street.CancelForm, with_fields(cancel, "reason"), leads=False),
    Step(
        "suspend", _("中止"), _("已中止，时限暂停。"), street.SuspendForm, with_fields(suspend, "reason"), leads=False
    ),
    Step("resume", _("恢复"), _("已恢复，时限继续走。"), street.ResumeForm, with_fields(resume, "note")),
    Step(
        "stand_down_all",
        _("全部解除"),
        _("未反馈的部门已全部解除。"),
        street.StandDownAllForm,
        with_fields(stand_down_all, "reason"),
        leads=False,
    ),
    Step("close", _("办结"), _("此哨已办结。"), street.CloseForm, with_fields(close, "words")),
)
OF_SUMMONS = (
    Step(
        "decide_objection",
        _("决定异议"),
        _DECIDED,
        street.DecideObjectionForm,
        with_fields(decide_objection, "is_upheld", "words"),
    ),
    Step(
        "confirm_check_in",
        _("确认报到"),
        _("报到时间已认定。"),
        street.ConfirmCheckInForm,
        with_fields(confirm_check_in, "is_true", "note"),
    ),
    Step("record", _("记录"), _("已写入现场记录。"), street.RecordForm, _record, leads=False),
    Step(
        "decide_leave",
        _("决定离场"),
        _DECIDED,
        street.DecideLeaveForm,
        with_fields(decide_leave, "is_granted", "words"),
    ),
    Step(
        "note_departure",
        _("记擅自离场"),
        _("已记录，会作为评价的事实。"),
        street.NoteDepartureForm,
        with_fields(note_departure, "reason"),
        leads=False,
    ),
    Step(
        "stand_down",
        _("解除"),
        _("已解除该部门。"),
        street.StandDownForm,
        with_fields(stand_down, "reason"),
        leads=False,
    ),
    Step("rate", _("评价"), _("评价已登记。"), RateForm, _rate),
)
