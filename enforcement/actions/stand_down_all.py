"""全部解除."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_whistle
from enforcement.actions.standing_down import release
from enforcement.models import Whistle
from enforcement.states import OWING
from kernel.actors import Actor


def stand_down_all(
    whistle_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Whistle:
    """The street releases everybody who still owes something; who has reported is rated as ever."""
    opened = open_whistle(whistle_id, action="stand_down_all", actor=actor, now=now, expected_version=expected_version)
    with opened as change:
        release(change.lock(OWING), reason=reason, now=now)
        change.head.event("stood_down", _("全部解除：%(reason)s") % {"reason": reason})
    return change.whistle
