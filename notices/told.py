"""What several organizations are told, read at once for a process in which many desks listen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from notices.feed import Change, Place, change_of, latest
from notices.models import OutboxAudience

# Further behind, everybody looks anew: faster than to be told one by one.
MOST_BEHIND = 2_000


@dataclass(frozen=True, slots=True)
class News:
    """Pairs of organization and change, oldest first, up to `until`. When the feed ran away, or is of another course of
    things (a restored backup), it `is_broken`: there are no changes, and everybody has to look anew."""

    until: Place
    told: Sequence[tuple[int, Change]] = ()
    is_broken: bool = False


def news_for(organization_ids: Collection[int], *, after: int) -> News:
    """Everything past the position `after` of which any of them is told; three statements, one when there is none."""
    until = latest()
    behind = until.position - after
    if not 0 <= behind <= MOST_BEHIND:
        return News(until, is_broken=True)
    if not behind or not organization_ids:
        return News(until)
    rows = OutboxAudience.objects.filter(
        organization__in=list(organization_ids), entry__position__gt=after, entry__position__lte=until.position
    )
    rows = rows.select_related("entry").order_by("entry__position")
    return News(until, [(row.organization_id, change_of(row)) for row in rows])
