"""应哨联系."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.arriving import is_waiting
from enforcement.actions.door import open_summons
from enforcement.actions.timing import stop_clock
from enforcement.models import Summons, SummonsClockKind
from kernel.actors import Actor


def contact(summons_id: int, *, note: str, actor: Actor, now: datetime, expected_version: int | None = None) -> Summons:
    """The department speaks with the street about what it takes; the first time counts. While a
    check-in waits for the street, that one was the first word."""
    opened = open_summons(summons_id, action="contact", actor=actor, now=now, expected_version=expected_version)
    with opened as (_change, part):
        if not is_waiting(part.row):
            stop_clock(part.row, SummonsClockKind.CONTACT, at=now, now=now)
        if part.row.contacted_at is None:
            part.set(contacted_at=now)
        part.event("contacted", _("联系街道：%(note)s") % {"note": note})
    return part.row
