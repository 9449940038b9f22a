"""Inspectors on the spot: who is sent, and what happens to the errand when its case moves on."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import Change
from cases.actions.tasks import finish_task, issue_task
from cases.models import Case, CaseTask
from cases.queries.inspectors import inspector_for
from notices.actions import notify
from organizations.queries import district_centre


def send_inspector(change: Change, kind: CaseTask.Kind, *, words: str) -> CaseTask:
    """Sends whoever answers for the ground; where nobody does, every inspector of the organization may go, and the
    centre hears of the gap."""
    found = inspector_for(change.case)
    task = issue_task(
        change,
        kind,
        organization=found.organization,
        words=words,
        person_key=found.key,
        person_label=found.label,
    )
    if not found.key:
        _sound_alarm(task, now=change.now)
    return task


def finish_errand(change: Change, kind: CaseTask.Kind, outcome: CaseTask.Outcome, *, result: str) -> None:
    """The open errand of this kind is done by whoever acts, the centre in the inspector's place too."""
    task = CaseTask.objects.filter(case=change.case, kind=kind, state=CaseTask.State.OPEN).first()
    if task is not None:
        finish_task(task, outcome, result=result, change=change)


def errand_words(task: CaseTask) -> str:
    """ "马巡查", or "区指挥中心监督员" where nobody was found."""
    return task.person_label or _("%(organization)s 监督员") % {"organization": task.organization}


def _sound_alarm(task: CaseTask, *, now: datetime) -> None:
    case: Case = task.case
    told = {"task": task.get_kind_display(), "organization": task.organization}
    notify(
        organization_id=district_centre().pk,
        kind="case.no_inspector",
        title=_("没有找到责任网格的监督员 %(no)s") % {"no": case.case_no},
        body=_("%(task)s 任务未指定到人，%(organization)s 的监督员都可以办理，请安排人员并维护责任网格。") % told,
        subject_kind="case",
        subject_id=case.case_no,
        level="alarm",
        now=now,
    )
