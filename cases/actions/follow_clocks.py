"""时限规则变化，案件随之."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from cases.models import Case, CaseClock, CaseEvent, ClockKind
from cases.queries.visibility import audiences_of
from deadlines.recompute.moves import Move
from foundation.bulk import insert_many
from kernel.actors import Actor
from kernel.times import due_text
from notices.outbox import OutboxRow, append_many

RECOMPUTE = Actor.system("recompute", _("时限重算"))
# What is told of a case and to whom: a batch has no use for the rest of so wide a row.
_READ = ("case_no", "version", "sender_id", "street__code", "community__code")
_MIRROR = """
UPDATE cases_case SET due_at = v.due_at, warn_at = v.warn_at, version = version + 1
FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS v(id, due_at, warn_at)
WHERE cases_case.id = v.id
"""


def follow_clocks(moves: Sequence[Move], now: datetime) -> None:
    """Every case whose clock moved says so: its own due time with the citizen's clock, its course, its version, and
    whoever sees it is told. In the recomputation's own transaction and under its lock, a statement a table for all."""
    seen = [move for move in moves if move.is_seen]
    if not seen:
        return
    ids = {_case_id(move) for move in seen}
    _write(seen, ids)
    cases = Case.objects.select_related("street", "community").only(*_READ).in_bulk(ids)
    audiences = audiences_of(cases.values())
    insert_many([_event(cases[_case_id(move)], move, now=now) for move in seen])
    rows = [OutboxRow("case.clock_moved", "case", c.case_no, c.version, audiences[pk]) for pk, c in cases.items()]
    append_many(rows, now=now)


def _case_id(move: Move) -> int:
    return cast(CaseClock, move.clock).case_id


def _write(seen: Sequence[Move], ids: set[int]) -> None:
    handling = [move for move in seen if move.clock.kind == ClockKind.HANDLE]
    mirrors = [_case_id(move) for move in handling]
    with connection.cursor() as cursor:
        cursor.execute(_MIRROR, [mirrors, [m.after.due_at for m in handling], [m.after.warn_at for m in handling]])
    Case.objects.filter(pk__in=ids - set(mirrors)).update(version=F("version") + 1)


def _event(case: Case, move: Move, *, now: datetime) -> CaseEvent:
    before, after = move.before, move.after
    return CaseEvent(
        case=case,
        kind="clock_moved",
        at=now,
        actor_key=RECOMPUTE.key,
        actor_label=RECOMPUTE.label,
        text=moved_words(move, now=now),
        data={
            "clock": move.clock.kind,
            "before": {"due_at": before.due_at.isoformat(), "warn_at": before.warn_at.isoformat()},
            "after": {"due_at": after.due_at.isoformat(), "warn_at": after.warn_at.isoformat()},
        },
        version=case.version,
    )


def moved_words(move: Move, *, now: datetime) -> str:
    """ "时限规则变化，应办结由 11-24 11:30 改为 11-25 09:30" """
    before, after = move.before, move.after
    facts = {"clock": move.clock.kind_name, "due": due_text(after.due_at, now=now)}
    if move.is_due_moved:
        is_handling = move.clock.kind == ClockKind.HANDLE
        words = (
            _("时限规则变化，应办结由 %(a)s 改为 %(b)s")
            if is_handling
            else _("时限规则变化，%(clock)s期限由 %(a)s 改为 %(b)s")
        )
        facts |= {"a": due_text(before.due_at, now=now), "b": facts["due"]}
    elif before.warn_at != after.warn_at:
        words = _("时限规则变化，%(clock)s临期由 %(a)s 改为 %(b)s")
        facts |= {"a": due_text(before.warn_at, now=now), "b": due_text(after.warn_at, now=now)}
    elif after.is_provisional:
        words = _("节假日数据变化，%(clock)s期限 %(due)s 改为暂定")
    else:
        words = _("节假日数据已载入，%(clock)s期限 %(due)s 不再是暂定")
    return words % facts
