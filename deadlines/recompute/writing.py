"""Writing moves: the clocks in one statement, and a note of each with before and after."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import connections, router

from deadlines.limits import counting_of, stored_limit
from deadlines.models import Clock, ClockMove, ClockStretch
from deadlines.recompute.moves import Move
from deadlines.recompute.standing import Standing
from deadlines.registry import stretch_model
from foundation.bulk import insert_many

_COLUMNS = {
    "due_at": "timestamptz",
    "warn_at": "timestamptz",
    "next_alarm_at": "timestamptz",
    "is_provisional": "boolean",
    "limit_kind": "varchar",
    "limit_n": "numeric",
    "limit_source": "varchar",
    "calendar": "varchar",
}


def write_moves(clock_model: type[Clock], moves: Sequence[Move], *, job_id: int, now: datetime) -> None:
    _write_clocks(clock_model, moves)
    _write_stretches(clock_model, moves, now=now)
    insert_many(list(_notes(clock_model, moves, job_id=job_id, now=now)))


def _write_clocks(clock_model: type[Clock], moves: Sequence[Move]) -> None:
    """One statement for all, like the sweep's."""
    connection = connections[router.db_for_write(clock_model)]
    table = connection.ops.quote_name(clock_model._meta.db_table)
    sets = ", ".join(f"{name} = v.{name}" for name in _COLUMNS)
    arrays = ", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())
    statement = (
        f"UPDATE {table} SET {sets}"  # noqa: S608  names of columns and types, all from above
        f" FROM unnest(%s::bigint[], {arrays}) AS v(id, {', '.join(_COLUMNS)}) WHERE {table}.id = v.id"
    )
    columns = [[getattr(m.after, name) for m in moves] for name in _COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(statement, [[m.clock.pk for m in moves], *columns])


def _write_stretches(clock_model: type[Clock], moves: Sequence[Move], *, now: datetime) -> None:
    """How the clocks stood until now, where the table keeps such a history."""
    model = stretch_model(clock_model)
    if model is not None:
        stood = ((move, counting_of(move.before.limit_kind)) for move in moves)
        stretches = [
            model(
                clock=move.clock,
                holder_id=move.clock.holder_id,
                term=move.clock.term,
                due_at=move.before.due_at,
                counting=counting,
                calendar=move.before.calendar,
                until=now,
                ended_by=ClockStretch.End.RECOUNTED,
            )
            for move, counting in stood
            if move.is_due_moved or (counting, move.before.calendar) != (move.clock.counting, move.clock.calendar)
        ]
        insert_many(stretches)


def _notes(clock_model: type[Clock], moves: Sequence[Move], *, job_id: int, now: datetime) -> Iterator[ClockMove]:
    label, subject = clock_model._meta.label, clock_model.subject_field
    for move in moves:
        clock, before, after = move.clock, move.before, move.after
        yield ClockMove(
            job_id=job_id,
            clock_table=label,
            clock_id=clock.pk,
            subject=str(getattr(clock, subject))[:80],
            kind=clock.kind_name[:20],
            holder_id=clock.holder_id,
            holder=clock.holder.short_name[:80],
            at=now,
            due_before=before.due_at,
            due_after=after.due_at,
            warn_before=before.warn_at,
            warn_after=after.warn_at,
            alarm_before=before.next_alarm_at,
            alarm_after=after.next_alarm_at,
            limit_before=_words(before),
            limit_after=_words(after),
        )


def _words(standing: Standing) -> str:
    """ "4 工作时", "4 工作时 · shifts" for one that does not count by the default calendar"""
    if standing.limit_n is None:
        return ""
    label = stored_limit(standing.limit_kind, standing.limit_n).label
    return f"{label} · {standing.calendar}" if standing.calendar else label
