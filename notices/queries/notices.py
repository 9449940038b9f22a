"""What an actor has not read yet."""

from django.db.models import Q, QuerySet

from kernel.actors import Actor, ActorKind
from notices.models import Notice


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
