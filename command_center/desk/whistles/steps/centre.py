"""Steps of the district's centre."""

from django.utils.translation import gettext_lazy as _

from command_center.desk.whistles.forms import centre
from command_center.desk.whistles.steps.step import Step, with_fields
from enforcement.actions.decide_appeal import decide_appeal
from enforcement.actions.return_whistle import return_whistle

OF_WHISTLE = (
    Step("return", _("退回"), _("已退回街道。"), centre.ReturnForm, with_fields(return_whistle, "reason"), leads=False),
)
OF_SUMMONS = (
    Step(
        "decide_appeal",
        _("裁定"),
        _("裁定已登记，街道和部门会收到通知。"),
        centre.DecideAppealForm,
        with_fields(decide_appeal, "is_upheld", "words"),
    ),
)
