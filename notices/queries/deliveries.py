"""The deliveries that an actor may look after."""

from django.db.models import QuerySet

from kernel.actors import Actor, ActorKind
from notices.models import Delivery


def deliveries_of(actor: Actor) -> QuerySet[Delivery]:
    """An API client's are those to its organization's endpoints; people with a right to deliveries are operators of
    the house and have them all."""
    if actor.kind != ActorKind.CLIENT:
        return Delivery.objects.all()
    if actor.organization_id is None:
        return Delivery.objects.none()
    return Delivery.objects.filter(endpoint__organization=actor.organization_id)
