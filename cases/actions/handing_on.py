"""What assigning and assisting have in common: a task for somebody else, and nobody the same one twice."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import Change
from cases.actions.tasks import issue_task
from cases.models import CaseTask
from cases.queries.tasks import open_tasks
from kernel.errors import FieldError, Invalid, Refused
from organizations.models import Organization


def hand_on(
    change: Change,
    kind: CaseTask.Kind,
    *,
    organization: Organization,
    words: str,
    person_key: str = "",
    person_label: str = "",
    due_at: datetime | None = None,
) -> CaseTask:
    """Issues the task. Raises Refused `organization_closed`, `task_open`; Invalid for a due time that is over."""
    if not organization.is_active:
        raise Refused(_("%(name)s 已停用，请另选单位。") % {"name": organization}, code="organization_closed")
    if due_at is not None and due_at <= change.now:
        message = _("完成时间应晚于现在。")
        raise Invalid(message, errors=[FieldError("due_at", "past", message)])
    same = open_tasks(change.case).filter(kind=kind, organization=organization, person_label=person_label[:80])
    if (before := same.first()) is not None:
        raise Refused(
            _("%(bearer)s 已有一项未完成的任务，请等其反馈，或先撤回。") % {"bearer": before.bearer},
            code="task_open",
            task=before.pk,
        )
    return issue_task(
        change,
        kind,
        organization=organization,
        words=words,
        person_key=person_key,
        person_label=person_label,
        due_at=due_at,
    )


def handed_task(change: Change, task_id: int) -> CaseTask:
    """A task of this case that was handed on. Raises Invalid `unknown`, Refused `task_ended`."""
    tasks = CaseTask.objects.filter(case=change.case, kind__in=CaseTask.HANDED_ON)
    task = tasks.select_related("organization", "case").filter(pk=task_id).first()
    if task is None:
        message = _("这件案件没有这项任务。")
        raise Invalid(message, errors=[FieldError("task", "unknown", message)])
    if task.state != CaseTask.State.OPEN:
        state = task.get_state_display()
        raise Refused(_("这项任务%(state)s，不用再办。") % {"state": state}, code="task_ended", task=task.pk)
    return task
