"""What an actor has not read yet, and what waits for the sequencer."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from kernel.actors import Actor, ActorKind
from notices.models import Notice, OutboxEntry


def visible_to(actor: Actor) -> QuerySet[Notice]:
    """Notices to the actor's organization, save those to one other person of it; an API client gets none of those."""
    if actor.organization_id is None:
        return Notice.objects.none()
    mine = Q(user__isnull=True)
    if actor.kind == ActorKind.USER:
        mine |= Q(user=actor.id)
    return Notice.objects.filter(mine, organization=actor.organization_id)


def unread_for(actor: Actor) -> QuerySet[Notice]:
    """The actor's unread notices, newest first; for the bell, take its count or a slice."""
    return visible_to(actor).filter(read_at__isnull=True).order_by("-id")


@dataclass(frozen=True, slots=True)
class Backlog:
    """Entries the sequencer has not reached; the age of the oldest is None when there are none."""

    unsequenced: int
    age_seconds: float | None


def backlog(*, now: datetime) -> Backlog:
    found = OutboxEntry.objects.filter(position__isnull=True).aggregate(count=Count("id"), oldest=Min("created_at"))
    age = (now - found["oldest"]).total_seconds() if found["oldest"] else None
    return Backlog(unsequenced=found["count"], age_seconds=age)
