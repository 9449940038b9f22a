"""What ends with a case: nobody works on any more what it had open."""

from datetime import datetime

from cases.actions.parts import end_part
from cases.actions.supervision import end_supervision
from cases.actions.timing import cancel_clock, cancel_clocks
from cases.models import Case, CaseApplication, CaseMerge, CaseTask, ClockKind
from kernel.actors import Actor
from organizations.models import Organization


def end_open_work(case: Case, *, now: datetime) -> None:
    """The case is over: tasks are withdrawn, applications end undecided, supervision orders close, and no clock runs
    on. The clocks that have a verdict were stopped by the action before."""
    end_tasks(case, now=now)
    end_application(case, now=now)
    if case.is_supervised:
        end_supervision(case, now=now)
    cancel_clocks(case, now=now)


def end_tasks(case: Case, *, now: datetime) -> None:
    """Tasks nobody finished are withdrawn; their clocks are the caller's."""
    open_tasks = CaseTask.objects.filter(case=case, state=CaseTask.State.OPEN)
    open_tasks.update(state=CaseTask.State.WITHDRAWN, ended_at=now)


def withdraw_tasks(case: Case, *, now: datetime) -> None:
    """`end_tasks` of a case that goes on without them: the parts they gave end too."""
    given = list(CaseTask.objects.filter(case=case, state=CaseTask.State.OPEN))
    end_tasks(case, now=now)
    for task in given:
        end_part(task)


def end_application(case: Case, *, now: datetime) -> None:
    """What nobody decided ends with the step it was for, and nobody is late with a decision any more."""
    waiting = CaseApplication.objects.filter(case=case, state=CaseApplication.State.OPEN)
    if waiting.update(state=CaseApplication.State.WITHDRAWN, decided_at=now):
        cancel_clock(case, ClockKind.DECIDE, now=now)


def part_from_main(case: Case, *, actor: Actor, now: datetime) -> Organization | None:
    """The merge is over, its row stays; `merged_into` is the caller's. Who led the case before it, if anybody."""
    current = CaseMerge.objects.select_related("lead_before").get(case=case, undone_at=None)
    current.undone_at, current.undone_by_label = now, actor.label
    current.save(update_fields=["undone_at", "undone_by_label"])
    return current.lead_before
