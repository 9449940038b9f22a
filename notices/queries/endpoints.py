"""The endpoints that an actor may look after."""

from django.db.models import QuerySet

from kernel.actors import Actor, ActorKind
from notices.models import Endpoint


def endpoints_of(actor: Actor) -> QuerySet[Endpoint]:
    """Those of the actor's organization; the system itself all."""
    if actor.kind == ActorKind.SYSTEM:
        return Endpoint.objects.all()
    if actor.organization_id is None:
        return Endpoint.objects.none()
    return Endpoint.objects.filter(organization=actor.organization_id)
