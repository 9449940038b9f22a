"""What every task of a case is made of, whoever issues it, and how it ends."""

from datetime import datetime
from typing import Any

from cases.actions.door import Change
from cases.actions.parts import PARTS, end_part
from cases.actions.timing import by_limit
from cases.models import Case, CaseClock, CaseParty, CaseTask, ClockKind
from cases.queries.standards import limit_for
from deadlines import clocks
from deadlines.states import LIVE
from kernel.actors import ActorKind
from notices.actions import notify
from organizations.models import Organization
from organizations.roles import Role

_CLOCKS = {
    CaseTask.Kind.ASSIGNED: ClockKind.ASSIGN,
    CaseTask.Kind.ASSISTING: ClockKind.ASSIST,
    CaseTask.Kind.VERIFICATION: ClockKind.VERIFY,
    CaseTask.Kind.CHECK: ClockKind.CHECK,
}
_DONE = ("state", "outcome", "result", "ended_at", "ended_by_label")


def issue_task(
    change: Change,
    kind: CaseTask.Kind,
    *,
    organization: Organization,
    words: str,
    person_key: str = "",
    person_label: str = "",
    due_at: datetime | None = None,
) -> CaseTask:
    """Gives somebody a task, with its clock (by `due_at`, else by the limit in force, else none), and tells them."""
    case = change.case
    if kind in PARTS and organization.pk != case.lead_id:
        CaseParty.objects.get_or_create(case=case, organization=organization, part=PARTS[kind])
    task = CaseTask.objects.create(
        case=case,
        kind=kind,
        round=case.round,
        organization=organization,
        person_key=person_key,
        person_label=person_label[:80],
        words=words[:300],
        clock=_clock(case, _CLOCKS[kind], holder=organization, due_at=due_at, now=change.now),
        issued_at=change.now,
        issued_by_label=change.actor.label,
    )
    _tell(task, now=change.now)
    return task


def _clock(
    case: Case, kind: ClockKind, *, holder: Organization, due_at: datetime | None, now: datetime
) -> CaseClock | None:
    if due_at is not None:
        source = str(kind.label)
        facts: dict[str, Any] = {
            "kind": kind,
            "holder": holder,
            "limit": None,
            "due_at": due_at,
            "limit_source": source,
        }
        return clocks.start(CaseClock, case, **facts, started_at=now, now=now, urgency=case.urgency)
    chosen = limit_for(kind, category=case.category, urgency=case.urgency, flow=case.flow, at=now)
    if chosen is None:
        return None
    return clocks.start(CaseClock, case, **by_limit(case, kind, chosen, holder=holder, at=now, now=now))


def _tell(task: CaseTask, *, now: datetime) -> None:
    notify(
        organization_id=task.organization_id,
        kind="case.task",
        title=f"{task.get_kind_display()} {task.case.case_no}",
        body=task.words,
        subject_kind="case",
        subject_id=task.case.case_no,
        level="info",
        user_id=_account(task.person_key),
        now=now,
    )


def _account(key: str) -> int | None:
    """The account that alone is told; without a person, the whole organization is."""
    kind, _colon, number = key.partition(":")
    return int(number) if kind == ActorKind.USER and number.isdecimal() else None


def finish_task(task: CaseTask, outcome: CaseTask.Outcome, *, result: str, change: Change) -> CaseTask:
    """The task is done; its clock is judged here and now. Whichever inspector went where nobody was named is named now:
    he keeps sight of what he did."""
    _stop(task, now=change.now, is_judged=True)
    task.state, task.outcome, task.result = CaseTask.State.DONE, outcome, result[:1000]
    task.ended_at, task.ended_by_label = change.now, change.actor.label
    if not task.person_key and task.kind in CaseTask.INSPECTIONS and Role.INSPECTOR in change.actor.roles:
        task.person_key, task.person_label = change.actor.key, change.actor.label[:80]
    task.save(update_fields=[*_DONE, "person_key", "person_label"])
    return task


def withdraw(task: CaseTask, *, change: Change) -> CaseTask:
    """The task is not wanted any more; its clock ends unjudged, and with it the part of who has no other."""
    _stop(task, now=change.now, is_judged=False)
    task.state, task.ended_at, task.ended_by_label = CaseTask.State.WITHDRAWN, change.now, change.actor.label
    task.save(update_fields=["state", "ended_at", "ended_by_label"])
    end_part(task)
    return task


def withdraw_all(change: Change, *kinds: CaseTask.Kind) -> None:
    """The open tasks of these kinds end with the step they were for."""
    tasks = CaseTask.objects.filter(case=change.case, kind__in=kinds, state=CaseTask.State.OPEN)
    for task in tasks.select_related("clock"):
        withdraw(task, change=change)


def _stop(task: CaseTask, *, now: datetime, is_judged: bool) -> None:
    if task.clock_id is None:
        return
    clock = CaseClock.objects.select_for_update(of=("self",)).get(pk=task.clock_id)
    if clock.state not in LIVE:
        return
    if is_judged:
        clocks.stop(clock, at=now, now=now)
    else:
        clocks.cancel(clock, now=now)
