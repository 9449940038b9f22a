"""Which clocks are due, and the right to act on them: the lock of their subjects."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import ForeignKey, Q, QuerySet

from deadlines.models import Clock
from deadlines.states import ClockState


@dataclass(frozen=True, slots=True)
class Place:
    """How far the sweep has come in the order of alarms: what lies before is not looked at again in this sweep."""

    next_alarm_at: datetime
    id: int


def due_clocks(clock_model: type[Clock], *, now: datetime, after: Place | None = None) -> QuerySet[Clock]:
    """Oldest alarm first, by the partial index on `next_alarm_at`."""
    due = clock_model._default_manager.filter(next_alarm_at__lte=now)
    if after is not None:
        at = after.next_alarm_at
        due = due.filter(next_alarm_at__gte=at).filter(Q(next_alarm_at__gt=at) | Q(id__gt=after.id))
    return due.order_by("next_alarm_at", "id")


def claim(clock_model: type[Clock], due: QuerySet[Clock], *, limit: int) -> list[Place]:
    """Locks the subjects of the first due clocks, leaving out those that somebody else is working on.

    The subject, never the clock first: every action locks in this order. The alarm times come with the ids only to
    keep the place; the clock itself is read again under the lock, for the joined row may be older than the lock.
    """
    subject = clock_model.subject_field
    key = cast(ForeignKey, clock_model._meta.get_field(subject)).target_field.name
    rows = due.select_related(subject).select_for_update(of=(subject,), skip_locked=True)
    rows = rows.only("next_alarm_at", f"{subject}__{key}")[:limit]
    return [Place(row.next_alarm_at, row.pk) for row in rows if row.next_alarm_at is not None]


def read_again(clock_model: type[Clock], ids: Collection[int], *, now: datetime) -> list[Clock]:
    """The claimed clocks as they are now, locked; without those that were stopped, paused or moved meanwhile."""
    rows = clock_model._default_manager.filter(pk__in=ids, state=ClockState.RUNNING, next_alarm_at__lte=now)
    # So many clocks have few holders: read apart, each is made once.
    return list(rows.prefetch_related("holder").select_for_update(of=("self",)).order_by("id"))
