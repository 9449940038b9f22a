"""反馈任务."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import Change, open_door
from cases.actions.handing_on import handed_task
from cases.actions.tasks import finish_task
from cases.models import Case, CaseTask
from kernel.actors import Actor, ActorKind
from kernel.errors import NotAllowed
from notices.actions import notify


def report_task(
    case_id: int,
    *,
    task: int,
    outcome: CaseTask.Outcome,
    result: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """Whoever was given the task says what came of it; its clock is judged, the lead is told and goes on from there.

    Raises Invalid for a task of another case, NotAllowed for another unit's, Refused `task_ended`.
    """
    with open_door(case_id, action="report_task", actor=actor, now=now, expected_version=expected_version) as change:
        given = handed_task(change, task)
        if actor.kind != ActorKind.SYSTEM and actor.organization_id != given.organization_id:
            raise NotAllowed(_("这项任务由 %(bearer)s 反馈。") % {"bearer": given.bearer})
        finish_task(given, outcome, result=result, change=change)
        told = {"bearer": given.bearer, "outcome": CaseTask.Outcome(outcome).label, "result": result}
        change.event("task_reported", _("%(bearer)s 反馈（%(outcome)s）：%(result)s") % told, task=given.pk)
        _tell_lead(change, given)
    return change.case


def _tell_lead(change: Change, task: CaseTask) -> None:
    case = change.case
    if case.lead_id is None:
        return
    told = {"bearer": task.bearer, "outcome": CaseTask.Outcome(task.outcome).label}
    notify(
        organization_id=case.lead_id,
        kind="case.task_reported",
        title=_("任务反馈 %(no)s") % {"no": case.case_no},
        body=_("%(bearer)s：%(outcome)s") % told,
        subject_kind="case",
        subject_id=case.case_no,
        level="info" if task.outcome == CaseTask.Outcome.DONE else "warn",
        now=change.now,
    )
