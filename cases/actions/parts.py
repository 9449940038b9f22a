"""The part in a case that a task gives, and its end with the task; whoever has no part sees the case no more."""

from cases.models import CaseParty, CaseTask

PARTS = {CaseTask.Kind.ASSIGNED: CaseParty.Part.ASSIGNED, CaseTask.Kind.ASSISTING: CaseParty.Part.ASSISTING}


def end_part(task: CaseTask) -> None:
    """The task was withdrawn: who has no other task of its kind in the case, open or done, has no part in it any
    more."""
    part = PARTS.get(CaseTask.Kind(task.kind))
    if part is None:
        return
    others = CaseTask.objects.filter(case=task.case_id, kind=task.kind, organization=task.organization_id)
    if not others.exclude(state=CaseTask.State.WITHDRAWN).exists():
        CaseParty.objects.filter(case=task.case_id, organization=task.organization_id, part=part).delete()
