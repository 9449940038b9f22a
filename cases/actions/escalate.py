"""到点升级."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from django.db.models import F
from django.utils.translation import gettext as _

from cases.models import Case, CaseClock, CaseEvent, ClockKind
from cases.queries.visibility import audiences_of
from deadlines.sweep import Fired, SweepResult, sweep
from kernel.actors import Actor
from kernel.times import to_local
from notices.actions import NoticeRow, notify_many
from notices.outbox import OutboxRow, append_many
from organizations.queries import superiors_of

SWEEP = Actor.system("sweep", _("时限巡查"))


def escalate_due(*, now: datetime, worker: str = "") -> SweepResult:
    """Claims every rung that has come due on a case's clocks: each gets its event and its notice exactly once."""
    return sweep(CaseClock, lambda fired: on_rungs(fired, now=now), now=now, worker=worker)


def on_rungs(fired: Sequence[Fired], *, now: datetime) -> None:
    """Writes what the rungs mean for their cases, in the sweep's own transaction, a statement a table for all."""
    case_ids = {_case_id(f) for f in fired}
    Case.objects.filter(pk__in=case_ids).update(version=F("version") + 1)
    cases = Case.objects.in_bulk(case_ids)
    told = [f for f in fired if f.is_highest]
    superiors = superiors_of({f.clock.holder_id for f in told})
    audiences = audiences_of(cases.values())
    CaseEvent.objects.bulk_create(_event(cases[_case_id(f)], f, now=now) for f in fired)
    notices = [n for f in told for n in _notices(cases[_case_id(f)], f, superiors.get(f.clock.holder_id))]
    notify_many(notices, now=now)
    append_many([_outbox_row(cases[_case_id(f)], f, audiences[_case_id(f)]) for f in told], now=now)


def _case_id(fired: Fired) -> int:
    return cast(CaseClock, fired.clock).case_id


def _outbox_row(case: Case, fired: Fired, audience: Collection[int]) -> OutboxRow:
    return OutboxRow(f"case.{fired.action}", "case", case.case_no, case.version, audience)


def _words(case: Case, fired: Fired) -> str:
    return _("%(clock)s%(rung)s，应于 %(due)s 前完成") % {
        "clock": ClockKind(fired.clock.kind).label,
        "rung": fired.name,
        "due": f"{to_local(fired.clock.due_at):%m-%d %H:%M}",
    }


def _event(case: Case, fired: Fired, *, now: datetime) -> CaseEvent:
    return CaseEvent(
        case=case,
        kind=fired.action,
        at=now,
        actor_key=SWEEP.key,
        actor_label=SWEEP.label,
        text=_words(case, fired),
        data={"clock": fired.clock.kind, "rung": fired.rung_number, "due_at": fired.due_at.isoformat()},
        version=case.version,
    )


def _notices(case: Case, fired: Fired, superior_id: int | None) -> list[NoticeRow]:
    """To whoever holds the clock, and from the third rung on to its superior as well."""
    receivers = [fired.clock.holder_id]
    if fired.action.startswith("notify_") and superior_id is not None:
        receivers.append(superior_id)
    return [
        NoticeRow(
            organization_id=receiver,
            kind=f"case.{fired.action}",
            title=f"{case.case_no} {fired.name}",
            body=f"{_words(case, fired)}：{case.title}",
            subject_kind="case",
            subject_id=case.case_no,
            level="info" if fired.action == "remind" else "alarm",
        )
        for receiver in receivers
    ]
