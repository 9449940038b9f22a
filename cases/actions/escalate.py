"""到点升级."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from django.db.models import F
from django.utils.translation import gettext as _

from cases.actions.rung_notices import notices_of, rung_words
from cases.models import Case, CaseClock, CaseEvent
from cases.queries.reading import for_reading
from cases.queries.visibility import audiences_of
from deadlines.sweep import Fired, SweepResult, sweep
from kernel.actors import Actor
from notices.actions import notify_many
from notices.outbox import OutboxRow, append_many

SWEEP = Actor.system("sweep", _("时限巡查"))


def escalate_due(*, now: datetime, worker: str = "") -> SweepResult:
    """Claims every rung that has come due on a case's clocks: each gets its event and its notice exactly once."""
    return sweep(CaseClock, lambda fired: on_rungs(fired, now=now), now=now, worker=worker)


def on_rungs(fired: Sequence[Fired], *, now: datetime) -> None:
    """Writes what the rungs mean for their cases, in the sweep's own transaction, a statement a table for all."""
    # A case's course reads in the order in which things came about, however late they are written.
    in_order = sorted(fired, key=lambda f: (f.due_at, f.clock.pk, f.rung_number))
    case_ids = {_case_id(f) for f in fired}
    Case.objects.filter(pk__in=case_ids).update(version=F("version") + 1)
    cases = for_reading(Case.objects.all()).in_bulk(case_ids)
    told = [f for f in in_order if f.is_highest]
    audiences = audiences_of(cases.values())
    CaseEvent.objects.bulk_create(_event(cases[_case_id(f)], f, now=now) for f in in_order)
    notify_many(notices_of([(cases[_case_id(f)], f) for f in told], now=now), now=now)
    append_many([_outbox_row(cases[_case_id(f)], f, audiences[_case_id(f)]) for f in told], now=now)


def _case_id(fired: Fired) -> int:
    return cast(CaseClock, fired.clock).case_id


def _outbox_row(case: Case, fired: Fired, audience: Collection[int]) -> OutboxRow:
    return OutboxRow(f"case.{fired.action}", "case", case.case_no, case.version, audience)


def _event(case: Case, fired: Fired, *, now: datetime) -> CaseEvent:
    return CaseEvent(
        case=case,
        kind=fired.action,
        at=now,
        actor_key=SWEEP.key,
        actor_label=SWEEP.label,
        text=rung_words(cast(CaseClock, fired.clock), fired.name, now=now),
        data={"clock": fired.clock.kind, "rung": fired.rung_number, "due_at": fired.due_at.isoformat()},
        version=case.version,
    )
