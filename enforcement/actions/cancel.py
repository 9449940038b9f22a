"""取消吹哨."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_whistle
from enforcement.actions.standing_down import release
from enforcement.models import Whistle
from enforcement.states import OWING, WhistleState
from kernel.actors import Actor


def cancel(
    whistle_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Whistle:
    """The street takes its whistle back before anybody came; nobody missed anything."""
    opened = open_whistle(whistle_id, action="cancel", actor=actor, now=now, expected_version=expected_version)
    with opened as change:
        release(change.lock(OWING), reason=reason, is_undone=True, now=now)
        change.head.to(WhistleState.CANCELLED, by="cancel", ended_at=now, outcome=reason[:500])
        change.head.event("cancelled", _("取消吹哨：%(reason)s") % {"reason": reason})
    return change.whistle
