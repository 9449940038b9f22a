"""到点升级: 应哨."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import cast

from django.db.models import F
from django.utils.translation import gettext as _

from deadlines.rules import current_rules
from deadlines.rung_actions import RungAction
from deadlines.sweep import Fired, SweepResult, sweep
from enforcement.actions.rung_notices import rung_words, tellings_of
from enforcement.models import Summons, SummonsClock, SummonsEscalation, SummonsEvent
from enforcement.queries.visibility import audiences_of
from foundation.bulk import insert_many
from kernel.actors import Actor
from notices.actions import notify_many
from notices.outbox import OutboxRow, append_many
from notices.tellings import keep_unheard, notices_of

SWEEP = Actor.system("sweep", _("时限巡查"))
_READ = (
    *("number", "version", "department", "state", "whistle__number", "whistle__kind"),
    *("whistle__matter", "whistle__office"),
)


def escalate_due(*, now: datetime, worker: str = "") -> SweepResult:
    """Claims every rung that has come due on a summons's clocks: each gets its event and its notice exactly once."""
    return sweep(SummonsClock, partial(on_rungs, now=now), now=now, worker=worker)


def on_rungs(fired: Sequence[Fired], *, now: datetime) -> None:
    """Writes what the rungs mean for their summonses, in the sweep's own transaction and under the summonses' locks, a
    statement a table for all. The whistle is not touched: its lock comes before theirs."""
    in_order = sorted(fired, key=lambda f: (f.due_at, f.clock.pk, f.rung_number))
    ids = {_summons_id(f) for f in in_order}
    supervised = {_summons_id(f) for f in in_order if f.action == RungAction.SUPERVISE}
    Summons.objects.filter(pk__in=ids).update(version=F("version") + 1)
    Summons.objects.filter(pk__in=supervised).update(is_supervised=True)
    summonses = Summons.objects.select_related("whistle").only(*_READ).in_bulk(ids)
    insert_many([_event(summonses[_summons_id(f)], f, now=now) for f in in_order], with_keys=False)
    told = [(summonses[_summons_id(f)], f) for f in in_order if f.is_highest]
    tellings, hearers = tellings_of(told, now=now)
    notify_many(notices_of(tellings, hearers, rules=current_rules(), now=now), now=now)
    keep_unheard(SummonsEscalation.objects.all(), tellings, now=now)
    audiences = audiences_of(summonses.values())
    append_many([_outbox_row(summons, f, audiences[summons.pk]) for summons, f in told], now=now)


def _summons_id(fired: Fired) -> int:
    return cast(SummonsClock, fired.clock).summons_id


def _outbox_row(summons: Summons, fired: Fired, audience: set[int]) -> OutboxRow:
    return OutboxRow(f"summons.{fired.action}", "summons", summons.number, summons.version, audience)


def _event(summons: Summons, fired: Fired, *, now: datetime) -> SummonsEvent:
    return SummonsEvent(
        summons=summons,
        kind=fired.action,
        at=now,
        actor_key=SWEEP.key,
        actor_label=SWEEP.label,
        text=rung_words(cast(SummonsClock, fired.clock), fired.name, now=now),
        data={"clock": fired.clock.kind, "rung": fired.rung_number, "due_at": fired.due_at.isoformat()},
        version=summons.version,
    )
