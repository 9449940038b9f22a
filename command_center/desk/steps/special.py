"""Steps of the ends that come without a unit's reply, of hard cases and of reopening."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.actions.answer import answer
from cases.actions.close_special import close_special
from cases.actions.hand_over import EmergencyLine, hand_over
from cases.actions.mark_hard import mark_hard
from cases.actions.reopen import reopen
from cases.models import Case
from command_center.desk.forms import special
from command_center.desk.steps.step import Step, with_fields


def _hand_over(case_id: int, data: dict[str, Any], **who: Any) -> Case:
    return hand_over(case_id, line=EmergencyLine(data["line"]), words=data["words"], **who)


STEPS = (
    Step(
        "answer",
        _("当场答复"),
        _("答复已登记。"),
        special.AnswerForm,
        with_fields(answer, "text", "wants_call"),
        leads=False,
    ),
    Step("hand_over", _("移交专线"), _("已移交，案件办结。"), special.HandOverForm, _hand_over, leads=False),
    Step(
        "close_special",
        _("特殊结案"),
        _("案件已特殊结案。"),
        special.CloseSpecialForm,
        with_fields(close_special, "reason"),
        leads=False,
    ),
    Step(
        "mark_hard",
        _("疑难"),
        _("疑难标记已更改。"),
        special.MarkHardForm,
        with_fields(mark_hard, "is_hard", "reason"),
        leads=False,
    ),
    Step(
        "reopen",
        _("重开"),
        _("已重开，新案件编号见经过。"),
        special.ReopenForm,
        with_fields(reopen, "reason"),
        leads=False,
    ),
)
