"""时限规则变化，哨单随之."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.db.models import F
from django.utils.translation import gettext as _

from deadlines.recompute.moves import Move
from enforcement.models import Summons, SummonsClock, SummonsEvent
from enforcement.queries.visibility import audiences_of
from foundation.bulk import insert_many
from kernel.actors import Actor
from kernel.times import due_text
from notices.outbox import OutboxRow, append_many

RECOMPUTE = Actor.system("recompute", _("时限重算"))


def follow_clocks(moves: Sequence[Move], now: datetime) -> None:
    """Every summons whose clock moved says so: its course, its version, and whoever sees it is told. In the
    recomputation's own transaction and under its locks, a statement a table for all."""
    seen = [move for move in moves if move.is_seen]
    if not seen:
        return
    ids = {_summons_id(move) for move in seen}
    Summons.objects.filter(pk__in=ids).update(version=F("version") + 1)
    summonses = Summons.objects.select_related("whistle").in_bulk(ids)
    insert_many([_event(summonses[_summons_id(move)], move, now=now) for move in seen], with_keys=False)
    audiences = audiences_of(summonses.values())
    append_many([_outbox_row(one, audiences[one.pk]) for one in summonses.values()], now=now)


def _summons_id(move: Move) -> int:
    return cast(SummonsClock, move.clock).summons_id


def _outbox_row(summons: Summons, audience: set[int]) -> OutboxRow:
    return OutboxRow("summons.clock_moved", "summons", summons.number, summons.version, audience)


def _event(summons: Summons, move: Move, *, now: datetime) -> SummonsEvent:
    before, after = move.before.due_at, move.after.due_at
    told = {"clock": move.clock.kind_name, "a": due_text(before, now=now), "b": due_text(after, now=now)}
    return SummonsEvent(
        summons=summons,
        kind="clock_moved",
        at=now,
        actor_key=RECOMPUTE.key,
        actor_label=RECOMPUTE.label,
        text=_("时限规则变化，%(clock)s期限由 %(a)s 改为 %(b)s") % told,
        data={"clock": move.clock.kind, "before": before.isoformat(), "after": after.isoformat()},
        version=summons.version,
    )
