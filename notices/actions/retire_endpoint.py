"""停用推送地址."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.actors import Actor
from kernel.errors import NotFound
from notices.models import Delivery, Endpoint
from notices.queries.endpoints import endpoints_of
from notices.sequencer import pause_sequencer
from notices.states import OPEN, DeliveryState
from organizations.audit import record
from organizations.permissions import require


def retire_endpoint(endpoint_id: int, *, reason: str, actor: Actor, now: datetime) -> Endpoint:
    """Nothing more goes to this address, not even what already waits; its history stays. Raises NotFound."""
    require(actor, "notices.webhooks")
    with transaction.atomic():
        pause_sequencer()  # it might be writing deliveries to this address that we cannot see yet
        endpoint = endpoints_of(actor).select_for_update(no_key=True).filter(pk=endpoint_id, is_active=True).first()
        if endpoint is None:
            raise NotFound(_("没有这个推送地址。"))
        endpoint.is_active = False
        endpoint.retired_at, endpoint.retired_reason = now, reason[:200]
        endpoint.save(update_fields=["is_active", "retired_at", "retired_reason"])
        Delivery.objects.filter(endpoint=endpoint, state__in=OPEN).update(
            state=DeliveryState.CANCELLED, settled_at=now, last_error=_("推送地址已停用。")
        )
        record(
            "endpoint.retired",
            actor=actor,
            now=now,
            subject_kind="endpoint",
            subject_id=endpoint.pk,
            subject_label=endpoint.url,
            reason=reason,
        )
    return endpoint
