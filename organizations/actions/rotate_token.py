"""更换接口令牌."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.actors import Actor
from kernel.errors import Refused
from organizations.actions.issue_token import LIFETIME
from organizations.audit import record
from organizations.models import ApiClient
from organizations.permissions import require
from organizations.secrets.hashes import token_hash
from organizations.tokens import IssuedToken, new_token, shown_part

OVERLAP = timedelta(hours=24)


def rotate_token(
    client: ApiClient, *, actor: Actor, now: datetime, overlap: timedelta = OVERLAP, lifetime: timedelta = LIFETIME
) -> IssuedToken:
    """Hands out a new token; the old one stays good for the overlap, but never beyond its own end.

    Only one old token lives at a time: rotating twice ends the first at once. Refused `client_disabled`.
    """
    require(actor, "organizations.change_apiclient")
    token = new_token()
    with transaction.atomic():
        locked = ApiClient.objects.select_for_update().get(pk=client.pk)
        if not locked.is_active:
            raise Refused(_("接口账号已停用，请重新签发。"), code="client_disabled")
        locked.previous_token_hash, locked.token_hash = locked.token_hash, token_hash(token)
        locked.previous_expires_at = min(now + overlap, locked.expires_at)
        locked.token_prefix, locked.expires_at = shown_part(token), now + lifetime
        locked.save(
            update_fields=["token_hash", "token_prefix", "expires_at", "previous_token_hash", "previous_expires_at"]
        )
        record(
            "api_client.rotated",
            actor=actor,
            now=now,
            subject_kind="api_client",
            subject_id=locked.pk,
            subject_label=locked.name,
            after={"previous_expires_at": locked.previous_expires_at, "expires_at": locked.expires_at},
        )
    return IssuedToken(locked, token)
