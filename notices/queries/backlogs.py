"""What waits for the sequencer, and what waits to leave the house."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q

from notices.models import Delivery, OutboxEntry
from notices.states import OPEN, DeliveryState


@dataclass(frozen=True, slots=True)
class Backlog:
    """Entries the sequencer has not reached; the age of the oldest is None when there are none."""

    unsequenced: int
    age_seconds: float | None


def backlog(*, now: datetime) -> Backlog:
    found = OutboxEntry.objects.filter(position__isnull=True).aggregate(count=Count("id"), oldest=Min("created_at"))
    return Backlog(unsequenced=found["count"], age_seconds=_age(found["oldest"], now))


@dataclass(frozen=True, slots=True)
class Undelivered:
    """`age_seconds` is how late our sender is with what is due and may go: none of it is the receivers' fault.

    `undelivered_seconds` is the age of the oldest open delivery, whoever is to blame; `parked` are dead letters.
    """

    waiting: int
    age_seconds: float | None
    undelivered_seconds: float | None
    parked: int


def undelivered(*, now: datetime) -> Undelivered:
    open_ones = Delivery.objects.filter(state__in=OPEN)
    found = open_ones.filter(next_try_at__lte=now).aggregate(count=Count("id"))
    oldest = open_ones.filter(Q(first_try_at__isnull=False) | Q(next_try_at__lte=now)).aggregate(at=Min("created_at"))
    is_behind = Exists(Delivery.objects.filter(line=OuterRef("line"), pk__lt=OuterRef("pk"), state__in=OPEN))
    due = open_ones.filter(~is_behind, next_try_at__lte=now).aggregate(at=Min("next_try_at"))
    return Undelivered(
        waiting=found["count"],
        age_seconds=_age(due["at"], now),
        undelivered_seconds=_age(oldest["at"], now),
        parked=Delivery.objects.filter(state=DeliveryState.PARKED).count(),
    )


def _age(since: datetime | None, now: datetime) -> float | None:
    return None if since is None else (now - since).total_seconds()
