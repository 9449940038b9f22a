"""恢复."""

from datetime import datetime

from django.utils.translation import gettext as _

from deadlines import clocks
from enforcement.actions.arriving import held_of
from enforcement.actions.door import open_whistle
from enforcement.actions.telling import tell_departments
from enforcement.actions.timing import live_clocks
from enforcement.models import OF_DEPARTMENT, Whistle
from enforcement.states import OWING, WhistleState
from kernel.actors import Actor


def resume(
    whistle_id: int, *, note: str = "", actor: Actor, now: datetime, expected_version: int | None = None
) -> Whistle:
    """Work goes on: what was left of every clock when it paused is left now; whoever owes something still is told. What
    waits for the street goes on waiting."""
    opened = open_whistle(whistle_id, action="resume", actor=actor, now=now, expected_version=expected_version)
    with opened as change:
        summonses = [part.row for part in change.lock(OWING)]
        live = live_clocks(summonses, kinds=OF_DEPARTMENT)
        held = held_of(live)
        paused = [clock for clock in live if clock.paused_at is not None and clock.pk not in held]
        clocks.resume_together(paused, at=now)
        change.head.to(WhistleState.ON_SITE, by="resume", suspended_at=None)
        words = _("恢复：%(note)s") % {"note": note} if note else _("恢复")
        change.head.event("resumed", words)
        tell_departments(summonses, "summons.resumed", words, now=now)
        change.head.save()  # of its own: all may have been excused meanwhile, and then it is done
    return change.whistle
