"""Steps of merging and its undoing."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.actions.merge import merge
from cases.actions.unmerge import unmerge
from cases.models import Case
from cases.queries.crowds import main_case
from command_center.desk.forms import crowds
from command_center.desk.steps.step import Step, with_fields


def _merge(case_id: int, data: dict[str, Any], **who: Any) -> Case:
    return merge(case_id, main=main_case(data["main"], actor=who["actor"]), reason=data["reason"], **who)


STEPS = (
    Step("merge", _("并案"), _("已并入主案件。"), crowds.MergeForm, _merge, leads=False),
    Step(
        "unmerge", _("拆案"), _("已拆出，单独办理。"), crowds.UnmergeForm, with_fields(unmerge, "reason"), leads=False
    ),
)
