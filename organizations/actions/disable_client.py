"""停用接口账号."""

from datetime import datetime

from django.db import transaction

from kernel.actors import Actor
from organizations.audit import record
from organizations.models import ApiClient
from organizations.permissions import require


def disable_client(client: ApiClient, *, reason: str, actor: Actor, now: datetime) -> ApiClient:
    """Ends both tokens of the client for good, with effect from its next call; a new client takes its place."""
    require(actor, "organizations.change_apiclient")
    with transaction.atomic():
        locked = ApiClient.objects.select_for_update().get(pk=client.pk)
        if locked.is_active:
            locked.is_active = False
            locked.previous_token_hash = locked.previous_expires_at = None
            locked.save(update_fields=["is_active", "previous_token_hash", "previous_expires_at"])
            record(
                "api_client.disabled",
                actor=actor,
                now=now,
                subject_kind="api_client",
                subject_id=locked.pk,
                subject_label=locked.name,
                reason=reason,
            )
    return locked
