"""A check-in as it is believed: the arrival clock is judged by the accepted time, once."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.course import Part
from enforcement.actions.timing import stop_clock
from enforcement.models import CheckIn, Summons, SummonsClockKind
from kernel.errors import Refused


def arrive(part: Part, *, at: datetime, now: datetime) -> None:
    """The department is there; only the first time counts."""
    if part.row.checked_in_at is None:
        stop_clock(part.row, SummonsClockKind.ARRIVE, at=at, now=now)
        part.set(checked_in_at=at)


def waiting_check_in(summons: Summons) -> CheckIn:
    """The check-in that the street has to confirm. Raises Refused `no_check_in_waits`."""
    found = CheckIn.objects.select_for_update().filter(summons=summons, accepted_at=None).first()
    if found is None:
        raise Refused(_("没有等待街道确认的报到。"), code="no_check_in_waits")
    return found


def settle_arrival(part: Part, *, now: datetime) -> None:
    """Whatever the street never confirmed counts from when we heard of it."""
    for waiting in CheckIn.objects.filter(summons=part.row, accepted_at=None):
        waiting.accepted_at = waiting.received_at
        waiting.save(update_fields=["accepted_at"])
        arrive(part, at=waiting.received_at, now=now)
