"""重新投递、不再投递."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.actors import Actor
from kernel.errors import NotFound, Refused
from notices.models import Delivery
from notices.queries.deliveries import deliveries_of
from notices.states import OPEN, DeliveryState
from organizations.audit import record
from organizations.permissions import require


def redeliver(delivery_id: int, *, actor: Actor, now: datetime) -> Delivery:
    """Once more from the beginning, under the same message id, with the channel's whole time before it.

    Raises NotFound; Refused `still_open`, `endpoint_retired`.
    """
    require(actor, "notices.redeliver")
    with transaction.atomic():
        delivery = _locked(delivery_id, actor)
        if delivery.state in OPEN:
            raise Refused(_("这条还在投递中，不必重新投递。"), code="still_open")
        if delivery.endpoint is not None and not delivery.endpoint.is_active:
            raise Refused(_("推送地址已停用，请在新的地址上接收。"), code="endpoint_retired")
        before = delivery.state
        delivery.state, delivery.settled_at, delivery.first_try_at = DeliveryState.PENDING, None, None
        delivery.next_try_at = now
        delivery.save(update_fields=["state", "settled_at", "first_try_at", "next_try_at"])
        _record("delivery.redelivered", delivery, before=before, actor=actor, now=now)
    return delivery


def give_up(delivery_id: int, *, actor: Actor, now: datetime) -> Delivery:
    """Somebody has seen to the matter otherwise: the dead letter is put away, and stays on record.

    Raises NotFound; Refused `not_parked`.
    """
    require(actor, "notices.give_up")
    with transaction.atomic():
        delivery = _locked(delivery_id, actor)
        if delivery.state != DeliveryState.PARKED:
            raise Refused(_("只有已搁置的投递可以放弃。"), code="not_parked")
        delivery.state, delivery.settled_at = DeliveryState.CANCELLED, now
        delivery.save(update_fields=["state", "settled_at"])
        _record("delivery.given_up", delivery, before=DeliveryState.PARKED, actor=actor, now=now)
    return delivery


def _locked(delivery_id: int, actor: Actor) -> Delivery:
    rows = deliveries_of(actor).select_related("endpoint").select_for_update(of=("self",))
    delivery = rows.filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound(_("没有这条投递记录。"))
    return delivery


def _record(kind: str, delivery: Delivery, *, before: str, actor: Actor, now: datetime) -> None:
    record(
        kind,
        actor=actor,
        now=now,
        subject_kind="delivery",
        subject_id=delivery.pk,
        subject_label=str(delivery),
        before={"state": str(before)},
        after={"state": str(delivery.state)},
    )
