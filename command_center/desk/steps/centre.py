"""Steps of the centre."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.actions.callback import answers_of, callback
from cases.actions.cancel import cancel
from cases.actions.classify import classify
from cases.actions.dispatch import dispatch
from cases.actions.file import file
from cases.actions.locate import locate
from cases.actions.reject import RejectionGround, reject
from cases.actions.review import review
from cases.actions.supervise import supervise
from cases.actions.urge import urge
from cases.models import Case
from cases.rules.orders import Whereabouts
from command_center.desk.forms import centre, unit
from command_center.desk.steps.step import Step, with_fields


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
    return callback(case_id, answers=answers_of(**said), note=data["note"], way=data["way"], **who)


STEPS = (
    Step("locate", _("定位"), _("已重新定位。"), centre.LocateForm, _locate, leads=False),
    Step("classify", _("归类"), _("已归类。"), centre.ClassifyForm, with_fields(classify, "category"), leads=False),
    Step("file", _("立案"), _("已立案。"), centre.FileForm, with_fields(file, "standard")),
    Step("dispatch", _("派遣"), _("已派遣。"), centre.DispatchForm, with_fields(dispatch, "target", "reason")),
    Step("reject", _("不予受理"), _("已记为不予受理。"), centre.RejectForm, _reject, leads=False),
    Step("review", _("审核"), _("审核意见已登记。"), centre.ReviewForm, with_fields(review, "is_accepted", "opinion")),
    Step("urge", _("催办"), _("催办已送达承办单位。"), centre.UrgeForm, with_fields(urge, "words"), leads=False),
    Step(
        "supervise", _("督办"), _("督办单已发出。"), centre.SuperviseForm, with_fields(supervise, "reason"), leads=False
    ),
    Step("cancel", _("作废"), _("案件已作废。"), centre.CancelForm, with_fields(cancel, "reason"), leads=False),
    Step("callback", _("回访"), _("回访结果已登记。"), unit.CallbackForm, _callback),
)
