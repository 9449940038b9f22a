"""到点升级."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import cast

from django.db.models import F, Prefetch
from django.utils.translation import gettext as _

from cases.actions.rung_notices import rung_words, tellings_of
from cases.actions.supervise_by_rungs import supervise_by_rungs, supervised_event
from cases.models import Case, CaseClock, CaseEscalation, CaseEvent, Category
from cases.queries.visibility import audiences_of
from deadlines.rules import current_rules
from deadlines.sweep import Fired, SweepResult, sweep
from foundation.bulk import insert_many
from grid.models import Community, Street
from kernel.actors import Actor
from notices.actions import notify_many
from notices.outbox import OutboxRow, append_many
from notices.tellings import keep_unheard, notices_of

# What is told of a case and to whom. Areas and categories are few: read apart, each is made once.
_READ = Case.objects.only(
    *("case_no", "version", "urgency", "flow", "sender", "category", "street", "community", "merged_into", "state")
).prefetch_related(
    Prefetch("category", Category.objects.only("name")),
    Prefetch("street", Street.objects.only("code")),
    Prefetch("community", Community.objects.only("code")),
)
SWEEP = Actor.system("sweep", _("时限巡查"))


def escalate_due(*, now: datetime, worker: str = "", when_full: Callable[[], None] | None = None) -> SweepResult:
    """Claims every rung that has come due on a case's clocks: each gets its event and its notice exactly once."""
    rungs = partial(on_rungs, now=now)
    return sweep(CaseClock, rungs, now=now, worker=worker, when_full=when_full)


def on_rungs(fired: Sequence[Fired], *, now: datetime) -> None:
    """Writes what the rungs mean for their cases, in the sweep's own transaction, a statement a table for all."""
    # A case's course reads in the order in which things came about, however late they are written.
    in_order = sorted(fired, key=lambda f: (f.due_at, f.clock.pk, f.rung_number))
    case_ids = {_case_id(f) for f in fired}
    Case.objects.filter(pk__in=case_ids).update(version=F("version") + 1)
    cases = {case.pk: case for case in _READ.filter(pk__in=case_ids)}
    rules = current_rules()
    orders = supervise_by_rungs(in_order, cases, actor=SWEEP, now=now, rules=rules)
    insert_many(
        [
            *(_event(cases[_case_id(f)], f, now=now) for f in in_order),
            *(supervised_event(order, actor=SWEEP, now=now) for order in orders.values()),
        ],
        with_keys=False,
    )
    told = [(cases[_case_id(f)], f) for f in in_order if f.is_highest]
    tellings, hearers = tellings_of(told, orders, now=now)
    notify_many(notices_of(tellings, hearers, rules=rules, now=now), now=now)
    keep_unheard(CaseEscalation.objects.all(), tellings, now=now)
    audiences = audiences_of(cases.values())
    outbox = [_outbox_row(case, f"case.{f.action}", audiences) for case, f in told]
    append_many([*outbox, *(_outbox_row(o.case, "case.supervised", audiences) for o in orders.values())], now=now)


def _case_id(fired: Fired) -> int:
    return cast(CaseClock, fired.clock).case_id


def _outbox_row(case: Case, kind: str, audiences: Mapping[int, Collection[int]]) -> OutboxRow:
    return OutboxRow(kind, "case", case.case_no, case.version, audiences[case.pk])


def _event(case: Case, fired: Fired, *, now: datetime) -> CaseEvent:
    return CaseEvent(
        case_id=case.pk,
        kind=fired.action,
        at=now,
        actor_key=SWEEP.key,
        actor_label=SWEEP.label,
        text=rung_words(cast(CaseClock, fired.clock), fired.name, now=now),
        data={"clock": fired.clock.kind, "rung": fired.rung_number, "due_at": fired.due_at.isoformat()},
        version=case.version,
    )
