"""试推送."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.actors import Actor
from kernel.errors import NotFound
from notices.models import Delivery, Endpoint
from notices.queries.endpoints import endpoints_of
from notices.states import Channel
from organizations.permissions import require

KIND = "webhook.test"


def try_endpoint(endpoint_id: int, *, actor: Actor, now: datetime) -> Delivery:
    """A message of the kind `webhook.test` goes the way of all others, whatever kinds were asked for.

    What came of it stands in the delivery that is returned, later. Raises NotFound.
    """
    require(actor, "notices.webhooks")
    with transaction.atomic():
        known = endpoints_of(actor).select_for_update(of=("self",), no_key=True)
        endpoint = known.filter(pk=endpoint_id, is_active=True).first()
        if endpoint is None:
            raise NotFound(_("没有这个推送地址。"))
        return _message(endpoint, now=now)


def _message(endpoint: Endpoint, *, now: datetime) -> Delivery:
    return Delivery.objects.create(
        channel=Channel.WEBHOOK,
        endpoint=endpoint,
        lane=endpoint.lane,
        line=f"{endpoint.lane}|webhook|{endpoint.pk}",
        kind=KIND,
        subject_kind="webhook",
        subject_id=str(endpoint.pk),
        happened_at=now,
        created_at=now,
        next_try_at=now,
    )
