"""不予受理."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.door import open_door
from cases.actions.timing import cancel_clocks
from cases.models import Case
from cases.states import State
from kernel.actors import Actor


class RejectionGround(models.TextChoices):
    """The six exceptions of 接诉即办工作条例 §11."""

    EMERGENCY_LINE = "emergency_line", gettext_lazy("应由 110、119、120、122 受理")
    LEGAL_CHANNEL = "legal_channel", gettext_lazy("应走诉讼、仲裁、复议、信访等途径")
    NOTHING_NEW = "nothing_new", gettext_lazy("同一事项正在办理或已办结且无新情况")
    SECRET = "secret", gettext_lazy("涉及国家秘密、商业秘密或个人隐私")
    OUTSIDE_DUTIES = "outside_duties", gettext_lazy("不属于政府职责，宜由市场或社会渠道解决")
    UNLAWFUL = "unlawful", gettext_lazy("违反法律法规或公序良俗")


def reject(
    case_id: int,
    *,
    ground: RejectionGround,
    words: str = "",
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The centre does not take the case up, on one of the six grounds of the ordinance (§11)."""
    with open_door(case_id, action="reject", actor=actor, now=now, expected_version=expected_version) as change:
        cancel_clocks(change.case, now=now)
        change.to(State.REJECTED, closed_at=now, is_held=False, hold_reason="")
        change.event("rejected", _("不予受理：%(ground)s。%(words)s") % {"ground": ground.label, "words": words})
    return change.case
