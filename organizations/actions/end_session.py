"""结束会话."""

from datetime import datetime

from django.db import transaction

from kernel.actors import Actor
from organizations.audit import record
from organizations.models import UserSession
from organizations.permissions import require


def end_session(session: UserSession, *, actor: Actor, now: datetime) -> bool:
    """Signs a browser out from afar, by its owner or by the security administrator; False when it had ended before."""
    user = session.user
    if user is None or actor.key != user.actor.key:
        require(actor, "organizations.delete_usersession")
    with transaction.atomic():
        ended, _by_model = UserSession.objects.filter(pk=session.pk).delete()
        if ended:
            record(
                "user.session_ended",
                actor=actor,
                now=now,
                subject_kind="user",
                subject_id=user.pk if user else "",
                subject_label=user.username if user else "",
                before={"address": session.address, "started_at": session.started_at},
            )
    return bool(ended)
