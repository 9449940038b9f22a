"""退回吹哨."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_whistle
from enforcement.actions.standing_down import release
from enforcement.actions.telling import tell_office
from enforcement.models import Whistle
from enforcement.states import OWING, WhistleState
from kernel.actors import Actor


def return_whistle(
    whistle_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Whistle:
    """The district's centre gives back what is no matter for a whistle, before anybody signed."""
    opened = open_whistle(whistle_id, action="return", actor=actor, now=now, expected_version=expected_version)
    with opened as change:
        release(change.lock(OWING), reason=reason, is_undone=True, now=now)
        change.head.to(WhistleState.RETURNED, by="return", ended_at=now, outcome=reason[:500])
        words = _("不属吹哨事项，退回：%(reason)s") % {"reason": reason}
        change.head.event("returned", words)
        tell_office(change.whistle, "whistle.returned", words, now=now)
    return change.whistle
