"""The outbox: every change is appended in the transaction that makes it, or it did not happen."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from foundation.bulk import FEW, insert_many, insert_rows
from notices.models import OutboxAudience, OutboxEntry

# What is written of an entry, with the type of an array of it.
_WRITTEN = {
    "kind": "text",
    "subject_kind": "text",
    "subject_id": "text",
    "version": "integer",
    "happened_at": "timestamptz",
    "created_at": "timestamptz",
}
_APPEND = f"""
    WITH entry AS (
        INSERT INTO notices_outboxentry ({", ".join(_WRITTEN)})
        VALUES ({", ".join(f"%({name})s" for name in _WRITTEN)}) RETURNING id
    ), audience AS (
        INSERT INTO notices_outboxaudience (entry_id, organization_id, left_view)
        SELECT entry.id, told.* FROM entry, unnest(%(organizations)s::bigint[], %(leaving)s::boolean[]) AS told
    )
    SELECT id FROM entry
"""  # noqa: S608 - names of columns alone


# The keys are given before, so that those who are told can be told of the right one.
_APPEND_FEW = f"""
    WITH given AS MATERIALIZED (
        SELECT nextval(pg_get_serial_sequence('notices_outboxentry', 'id')::regclass) AS id, one.*
        FROM unnest({", ".join(f"%({name})s::{kind}[]" for name, kind in _WRITTEN.items())})
            WITH ORDINALITY AS one({", ".join(_WRITTEN)}, nth)
    ), entries AS (
        INSERT INTO notices_outboxentry (id, {", ".join(_WRITTEN)}) SELECT id, {", ".join(_WRITTEN)} FROM given
    ), audience AS (
        INSERT INTO notices_outboxaudience (entry_id, organization_id, left_view)
        SELECT given.id, told.organization, told.leaving
        FROM unnest(%(nth)s::bigint[], %(organizations)s::bigint[], %(leaving)s::boolean[])
            AS told(nth, organization, leaving) JOIN given USING (nth)
    )
    SELECT id FROM given ORDER BY nth
"""  # noqa: S608 - names of columns alone


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One change to tell; `audience` are ids of the organizations that see the subject after it, `left` of those that
    saw it before and do so no more, which are told that and nothing else.

    `happened_at` differs from the time of writing where an outage delayed it; empty means the same.
    """

    kind: str
    subject_kind: str
    subject_id: str
    version: int
    audience: Collection[int]
    happened_at: datetime | None = None
    left: Collection[int] = ()


def append(
    kind: str,
    subject_kind: str,
    subject_id: str,
    *,
    version: int,
    audience: Iterable[int],
    now: datetime,
    happened_at: datetime | None = None,
    left: Iterable[int] = (),
) -> OutboxEntry:
    """Tells these organizations of one change; one statement."""
    row = OutboxRow(kind, subject_kind, subject_id, version, frozenset(audience), happened_at, frozenset(left))
    entry = _entry_of(row, now)
    told = list(_audience_of(entry, row))
    values = {
        **{name: getattr(entry, name) for name in _WRITTEN},
        "organizations": [organization_id for _entry, organization_id, _left in told],
        "leaving": [has_left for _entry, _organization, has_left in told],
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, values)
        (entry.pk,) = cursor.fetchone()
    entry._state.adding = False
    return entry


def append_many(rows: Sequence[OutboxRow], *, now: datetime) -> list[OutboxEntry]:
    """Tells of many changes, in their order, in a few statements however many there are; of a few in one."""
    entries = [_entry_of(row, now) for row in rows]
    if len(rows) < FEW:
        return _append_few(entries, rows)
    insert_many(entries)
    told = [one for entry, row in zip(entries, rows, strict=True) for one in _audience_of(entry, row)]
    insert_rows(OutboxAudience, ("entry_id", "organization_id", "left_view"), told)
    return entries


def _append_few(entries: list[OutboxEntry], rows: Sequence[OutboxRow]) -> list[OutboxEntry]:
    told = [(n, *one) for n, row in enumerate(rows, 1) for one in _told(row)]
    values: dict[str, Any] = {name: [getattr(entry, name) for entry in entries] for name in _WRITTEN}
    nth, organizations, leaving = ([list(column) for column in zip(*told, strict=True)]) if told else ([], [], [])
    with connection.cursor() as cursor:
        cursor.execute(_APPEND_FEW, {**values, "nth": nth, "organizations": organizations, "leaving": leaving})
        for entry, (key,) in zip(entries, cursor.fetchall(), strict=True):
            entry.pk, entry._state.adding = key, False
    return entries


def _audience_of(entry: OutboxEntry, row: OutboxRow) -> Iterator[tuple[int, int, bool]]:
    """In the order of the columns."""
    return ((entry.pk, organization_id, has_left) for organization_id, has_left in _told(row))


def _told(row: OutboxRow) -> Iterator[tuple[int, bool]]:
    """Whom, and whether it sees it no more. Whoever still sees it has not left, whatever the writer says."""
    seeing = set(row.audience)
    for organization_id in sorted(seeing | set(row.left)):
        yield organization_id, organization_id not in seeing


def _entry_of(row: OutboxRow, now: datetime) -> OutboxEntry:
    return OutboxEntry(
        kind=row.kind,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        version=row.version,
        happened_at=row.happened_at or now,
        created_at=now,
    )
