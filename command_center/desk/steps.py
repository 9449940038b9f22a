"""The actions a case page offers: the word on the button, the form, and which verb it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.actions.answer_supervision import answer_supervision
from cases.actions.callback import answers_of, callback
from cases.actions.cancel import cancel
from cases.actions.classify import classify
from cases.actions.contact import contact
from cases.actions.dispatch import dispatch
from cases.actions.file import file
from cases.actions.locate import locate
from cases.actions.note import note
from cases.actions.reject import RejectionGround, reject
from cases.actions.reply import reply
from cases.actions.review import review
from cases.actions.sign import sign
from cases.actions.supervise import supervise
from cases.actions.urge import urge
from cases.models import Case
from cases.rules.orders import Whereabouts
from command_center.desk.forms import centre, unit
from command_center.desk.forms.base import CaseForm

Act = Callable[..., Case]


@dataclass(frozen=True, slots=True)
class Step:
    """`act(case_id, cleaned data, actor=, now=, expected_version=)`; `leads` marks what brings the case forward."""

    name: str
    word: Promise
    done: Promise
    form: type[CaseForm]
    act: Act
    leads: bool = True


def _locate(case_id: int, data: dict[str, Any], **who: Any) -> Case:
    street, community = data["street"], data["community"]
    place = Whereabouts(
        address=data["address"],
        street=street.name if street else "",
        community=community.name if community else "",
        lon=data["lon"],
        lat=data["lat"],
    )
    return locate(case_id, whereabouts=place, **who)


def _reject(case_id: int, data: dict[str, Any], **who: Any) -> Case:
    return reject(case_id, ground=RejectionGround(data["ground"]), words=data["words"], **who)


def _callback(case_id: int, data: dict[str, Any], **who: Any) -> Case:
    said = {name: data[name] for name in ("is_reached", "was_contacted", "solved", "satisfied")}
    return callback(case_id, answers=answers_of(**said), note=data["note"], **who)


def _with(verb: Act, *names: str) -> Act:
    """The verb, called with these fields of the form under their own names."""

    def act(case_id: int, data: dict[str, Any], **who: Any) -> Case:
        return verb(case_id, **{name: data[name] for name in names}, **who)

    return act


_SUPERVISE, _ANSWER = _with(supervise, "reason"), _with(answer_supervision, "answer")
STEPS: Mapping[str, Step] = {
    step.name: step
    for step in (
        Step("locate", _("定位"), _("已重新定位。"), centre.LocateForm, _locate, leads=False),
        Step("classify", _("归类"), _("已归类。"), centre.ClassifyForm, _with(classify, "category"), leads=False),
        Step("file", _("立案"), _("已立案。"), centre.FileForm, _with(file, "standard")),
        Step("dispatch", _("派遣"), _("已派遣。"), centre.DispatchForm, _with(dispatch, "target", "reason")),
        Step("reject", _("不予受理"), _("已记为不予受理。"), centre.RejectForm, _reject, leads=False),
        Step("sign", _("签收"), _("已签收，请尽快联系诉求人。"), unit.SignForm, _with(sign)),
        Step("contact", _("联系"), _("联系情况已登记。"), unit.ContactForm, _with(contact, "note")),
        Step("reply", _("回复"), _("回复已提交，等待审核。"), unit.ReplyForm, _with(reply, "text", "measures")),
        Step("review", _("审核"), _("审核意见已登记。"), centre.ReviewForm, _with(review, "is_accepted", "opinion")),
        Step("callback", _("回访"), _("回访结果已登记。"), unit.CallbackForm, _callback),
        Step("urge", _("催办"), _("催办已送达承办单位。"), centre.UrgeForm, _with(urge, "words"), leads=False),
        Step("supervise", _("督办"), _("督办单已发出。"), centre.SuperviseForm, _SUPERVISE, leads=False),
        Step("answer_supervision", _("答复督办"), _("督办已答复。"), unit.AnswerForm, _ANSWER, leads=False),
        Step("note", _("备注"), _("备注已写入经过。"), unit.NoteForm, _with(note, "text"), leads=False),
        Step("cancel", _("作废"), _("案件已作废。"), centre.CancelForm, _with(cancel, "reason"), leads=False),
    )
}
