"""撤回任务."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import Change, open_door
from cases.actions.handing_on import handed_task
from cases.actions.tasks import withdraw
from cases.models import Case, CaseTask
from kernel.actors import Actor
from notices.actions import notify


def withdraw_task(
    case_id: int, *, task: int, reason: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Case:
    """The lead, or the centre, takes a task back, so that a reply need not wait for it; its clock ends unjudged.

    Who has no other task in the case has no part in it any more. Raises Invalid for a task of another case, Refused
    `task_ended`.
    """
    with open_door(case_id, action="withdraw_task", actor=actor, now=now, expected_version=expected_version) as change:
        given = withdraw(handed_task(change, task), change=change)
        told = {"bearer": given.bearer, "reason": reason}
        change.event("task_withdrawn", _("撤回 %(bearer)s 的任务：%(reason)s") % told, task=given.pk)
        _tell(change, given, reason)
    return change.case


def _tell(change: Change, task: CaseTask, reason: str) -> None:
    notify(
        organization_id=task.organization_id,
        kind="case.task_withdrawn",
        title=_("任务已撤回 %(no)s") % {"no": change.case.case_no},
        body=reason,
        subject_kind="case",
        subject_id=change.case.case_no,
        level="info",
        now=change.now,
    )
