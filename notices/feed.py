"""The changes of which one organization is told, in the one order in which everybody is told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.cursors import malformed
from kernel.errors import Gone
from notices.models import FeedHead, OutboxAudience, OutboxEntry
from notices.rules.kinds import left_view_of

# Positions looked at in one call: an organization that is told little pages through what others are told.
WINDOW = 10_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARK_RANGE = 10**9
_CURSOR = re.compile(r"([0-9]{1,18})(?:\.([0-9]{1,9}))?")

# As `Place.of(entry)` writes it.
MARK_SQL = "entry.position || '.' || mod((extract(epoch FROM entry.created_at) * 1000000)::bigint, 1000000000)"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the feed: everything up to `position` is known.

    `mark` is taken from the entry that stood there. After a restore from an older backup another entry will stand
    there one day, and a reader from before is told so instead of missing what came between. Without it (a reader that
    kept the number alone) that cannot be noticed.
    """

    position: int
    mark: int | None = None

    def __str__(self) -> str:
        return str(self.position) if self.mark is None else f"{self.position}.{self.mark}"

    @classmethod
    def of(cls, entry: OutboxEntry) -> "Place":
        if entry.position is None:
            raise ValueError(f"entry {entry.pk} has no position yet")
        return cls(entry.position, (entry.created_at - _EPOCH) // timedelta(microseconds=1) % _MARK_RANGE)

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Raises Malformed for what we never gave out."""
        found = _CURSOR.fullmatch(text)
        if found is None:
            raise malformed("after", _("位置标记无效，请使用上次应答中的 cursor。"))
        position, mark = found.groups()
        return cls(int(position), None if mark is None else int(mark))


@dataclass(frozen=True, slots=True)
class Change:
    """One entry as one organization is told of it."""

    place: Place
    kind: str
    subject_kind: str
    subject_id: str
    version: int
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Changes after a place, oldest first; `until` is where to go on, `has_more` whether to do so at once."""

    changes: Sequence[Change]
    until: Place
    has_more: bool


def latest() -> Place:
    """Where a reader begins that has just fetched everything there is."""
    return _place_at(_head().position)


def oldest() -> Place:
    """Before the oldest change that is still kept."""
    return Place(_head().purged_to)


def read_feed(organization_id: int, *, after: Place, limit: int) -> FeedPage:
    """What this organization is told after `after`; three or four statements, however long the feed.

    Raises Gone `cursor_expired` when changes after that place are no longer kept, or when the place is of another
    course of things (a restored backup): the reader must then fetch its subjects anew and begin at `latest`.
    """
    head = _head()
    upper = min(after.position + WINDOW, head.position)
    told = _told(organization_id, after=after.position, upper=upper, limit=limit)
    _refuse_lost(after)  # after reading: what was purged meanwhile counts
    if len(told) > limit:
        return FeedPage(told[:limit], told[limit - 1].place, has_more=True)
    return FeedPage(told, _place_at(upper) if upper > after.position else after, has_more=upper < head.position)


def next_of_kind(kind: str, *, after: int) -> OutboxEntry | None:
    """The next entry of this kind after a position, for a reader inside the house; None when there is none yet."""
    return OutboxEntry.objects.filter(kind=kind, position__gt=after).order_by("position").first()


def _told(organization_id: int, *, after: int, upper: int, limit: int) -> list[Change]:
    """Entries are looked up by position, each asked whether the organization is told: two indexes, no sort."""
    audience = OutboxAudience.objects.filter(organization=organization_id)
    window = Q(entry__position__gt=after, entry__position__lte=upper)
    rows = audience.filter(window).select_related("entry").order_by("entry__position")[: limit + 1]
    return [change_of(row) for row in rows]


def change_of(row: OutboxAudience) -> Change:
    entry = row.entry
    return Change(
        place=Place.of(entry),
        kind=left_view_of(entry.subject_kind) if row.left_view else entry.kind,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        version=entry.version,
        happened_at=entry.happened_at,
    )


def _refuse_lost(after: Place) -> None:
    head = _head()
    if after.position < head.purged_to or after.position > head.position:
        raise _expired()
    if after.mark is None or after.position == head.purged_to:
        return
    if _place_at(after.position).mark not in {after.mark, None}:
        raise _expired()


def _expired() -> Gone:
    message = _("此位置之后的变更已不再保存，请重新读取全部对象，再从 after=latest 继续。")
    return Gone(message, code="cursor_expired")


def _head() -> FeedHead:
    return FeedHead.objects.filter(pk=1).first() or FeedHead(position=0, purged_to=0)


def _place_at(position: int) -> Place:
    """With the mark of the entry there, if it is still kept."""
    entry = OutboxEntry.objects.filter(position=position).first()
    return Place(position) if entry is None else Place.of(entry)
