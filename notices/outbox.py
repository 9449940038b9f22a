"""The outbox: every change is appended in the transaction that makes it, or it did not happen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from notices.models import OutboxAudience, OutboxEntry


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One change to tell; `audience` are ids of the organizations that could see the subject before or after it.

    `happened_at` differs from the time of writing where an outage delayed it; empty means the same.
    """

    kind: str
    subject_kind: str
    subject_id: str
    version: int
    audience: Collection[int]
    happened_at: datetime | None = None


def append(
    kind: str,
    subject_kind: str,
    subject_id: str,
    *,
    version: int,
    audience: Iterable[int],
    now: datetime,
    happened_at: datetime | None = None,
) -> OutboxEntry:
    """Tells these organizations of one change; two statements."""
    row = OutboxRow(kind, subject_kind, subject_id, version, frozenset(audience), happened_at)
    return append_many([row], now=now)[0]


def append_many(rows: Sequence[OutboxRow], *, now: datetime) -> list[OutboxEntry]:
    """Tells of many changes, in their order, in two statements however many there are."""
    entries = OutboxEntry.objects.bulk_create([_entry_of(row, now) for row in rows])
    OutboxAudience.objects.bulk_create(
        OutboxAudience(entry=entry, organization_id=organization_id)
        for entry, row in zip(entries, rows, strict=True)
        for organization_id in sorted(set(row.audience))
    )
    return entries


def _entry_of(row: OutboxRow, now: datetime) -> OutboxEntry:
    return OutboxEntry(
        kind=row.kind,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        version=row.version,
        happened_at=row.happened_at or now,
        created_at=now,
    )
