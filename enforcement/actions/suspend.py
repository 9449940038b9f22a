"""中止."""

from datetime import datetime

from django.utils.translation import gettext as _

from deadlines import clocks
from enforcement.actions.door import open_whistle
from enforcement.actions.timing import live_clocks
from enforcement.models import OF_DEPARTMENT, Whistle
from enforcement.states import OWING, WhistleState
from kernel.actors import Actor


def suspend(
    whistle_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Whistle:
    """Nothing can be done on the spot for now (a storm, a court's order): the departments' clocks pause."""
    opened = open_whistle(whistle_id, action="suspend", actor=actor, now=now, expected_version=expected_version)
    with opened as change:
        summonses = [part.row for part in change.lock(OWING)]
        for clock in live_clocks(summonses, kinds=OF_DEPARTMENT):
            if clock.paused_at is None:
                clocks.pause(clock, at=now, reason=reason)
        change.head.to(WhistleState.SUSPENDED, by="suspend", suspended_at=now)
        change.head.event("suspended", _("中止：%(reason)s") % {"reason": reason})
    return change.whistle
