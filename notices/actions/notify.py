"""通知."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from foundation.bulk import insert_many
from notices.models import Notice


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice to send: to everybody of an organization, or to one person of it. No personal data in its words.

    It is shown in the application at once; channels wait until `deliver_after`, when there is one."""

    organization_id: int
    kind: str
    title: str
    subject_kind: str
    subject_id: str
    body: str = ""
    level: str = Notice.Level.INFO
    user_id: int | None = None
    deliver_after: datetime | None = None


def notify(
    *,
    organization_id: int,
    kind: str,
    title: str,
    subject_kind: str,
    subject_id: str,
    now: datetime,
    body: str = "",
    level: str = Notice.Level.INFO,
    user_id: int | None = None,
) -> Notice:
    """An organization, or one person of it, finds this on the desk; written in the caller's transaction."""
    row = NoticeRow(organization_id, kind, title, subject_kind, subject_id, body, level, user_id)
    return notify_many([row], now=now)[0]


def notify_many(rows: Sequence[NoticeRow], *, now: datetime) -> list[Notice]:
    """Many notices at once."""
    notices = [_notice_of(row, now) for row in rows]
    insert_many(notices)
    return notices


def _notice_of(row: NoticeRow, now: datetime) -> Notice:
    return Notice(
        organization_id=row.organization_id,
        user_id=row.user_id,
        kind=row.kind,
        level=Notice.Level(row.level),
        title=row.title[:120],
        body=row.body[:500],
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        created_at=now,
        deliver_after=row.deliver_after,
    )
