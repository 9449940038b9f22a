"""恢复."""

from datetime import datetime

from django.utils.translation import gettext as _

from deadlines import clocks
from enforcement.actions.arriving import held_of
from enforcement.actions.door import open_whistle
from enforcement.actions.timing import live_clocks
from enforcement.models import OF_DEPARTMENT, Whistle
from enforcement.states import OWING, WhistleState
from kernel.actors import Actor


def resume(
    whistle_id: int, *, note: str = "", actor: Actor, now: datetime, expected_version: int | None = None
) -> Whistle:
    """Work goes on: what was left of every clock when it paused is left now. What waits for the street
    goes on waiting."""
    opened = open_whistle(whistle_id, action="resume", actor=actor, now=now, expected_version=expected_version)
    with opened as change:
        summonses = [part.row for part in change.lock(OWING)]
        paused = live_clocks(summonses, kinds=OF_DEPARTMENT)
        held = held_of(paused)
        for clock in paused:
            if clock.paused_at is not None and clock.pk not in held:
                clocks.resume(clock, at=now)
        change.head.to(WhistleState.ON_SITE, by="resume", suspended_at=None)
        change.head.event("resumed", _("恢复：%(note)s") % {"note": note} if note else _("恢复"))
        change.head.save()  # of its own: all may have been excused meanwhile, and then it is done
    return change.whistle
