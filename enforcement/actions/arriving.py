"""A check-in as it is believed: signing, contact and arrival are judged by the earliest accepted time, once.

While one waits for the street nothing is judged and the department's clocks are held: its silence makes nobody late.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from deadlines import clocks
from enforcement.actions.course import Part
from enforcement.actions.timing import live_clocks
from enforcement.models import CheckIn, Summons, SummonsClock, SummonsClockKind
from kernel.errors import Refused

# What is done by coming, at the latest.
_BY_COMING = (SummonsClockKind.SIGN, SummonsClockKind.CONTACT, SummonsClockKind.ARRIVE)


def arrive(part: Part, *, now: datetime) -> None:
    """The department is there, since the earliest accepted check-in; while one waits, its clocks are held instead."""
    accepted = list(CheckIn.objects.filter(summons=part.row).values_list("accepted_at", flat=True))
    known = [at for at in accepted if at is not None]
    if len(known) == len(accepted):
        _judge(part, at=min(known), now=now)
    elif part.row.checked_in_at is None:
        _hold(part.row, now=now)


def is_waiting(summons: Summons) -> bool:
    """Whether the street has to confirm a check-in."""
    return CheckIn.objects.filter(summons=summons, accepted_at=None).exists()


def waiting_check_in(summons: Summons) -> CheckIn:
    """The check-in that the street has to confirm. Raises Refused `no_check_in_waits`."""
    found = CheckIn.objects.select_for_update().filter(summons=summons, accepted_at=None).first()
    if found is None:
        raise Refused(_("没有等待街道确认的报到。"), code="no_check_in_waits")
    return found


def claimed_time(row: CheckIn, summons: Summons) -> datetime:
    """What they say, as far as it may count: nobody came before being called."""
    return max(row.claimed_at, summons.notified_at)


def settle_arrivals(parts: Sequence[Part], *, now: datetime) -> None:
    """What the street never answered counts as it was claimed; but silence takes back no lateness."""
    by_key = {part.row.pk: part for part in parts}
    for waiting in CheckIn.objects.filter(summons__in=list(by_key), accepted_at=None).order_by("summons"):
        part = by_key[waiting.summons_id]
        is_first = part.row.checked_in_at is None
        waiting.accepted_at = claimed_time(waiting, part.row) if is_first else waiting.received_at
        waiting.save(update_fields=["accepted_at"])
        arrive(part, now=now)


def held_of(rows: Iterable[SummonsClock]) -> set[int]:
    """Of these paused clocks those that wait for the street to confirm a check-in, by key."""
    paused = [clock for clock in rows if clock.paused_at is not None and clock.kind in _BY_COMING]
    waiting = CheckIn.objects.filter(summons__in={clock.summons_id for clock in paused}, accepted_at=None)
    claimed = dict(waiting.values_list("summons", "received_at"))
    return {clock.pk for clock in paused if claimed.get(clock.summons_id) == clock.paused_at}


def _hold(summons: Summons, *, now: datetime) -> None:
    for clock in live_clocks([summons], kinds=_BY_COMING):
        if clock.paused_at is None:
            clocks.pause(clock, at=now, reason=_("报到待街道确认"))


def _judge(part: Part, *, at: datetime, now: datetime) -> None:
    """Whoever did not sign or speak with the street before has done so by coming, and when he came, not when somebody
    wrote it down."""
    summons = part.row
    for clock in live_clocks([summons], kinds=_BY_COMING):
        clocks.stop(clock, at=at, now=now)
    if summons.checked_in_at is None or at < summons.checked_in_at:
        part.set(checked_in_at=at)
    if summons.contacted_at is None or at < summons.contacted_at:
        part.set(contacted_at=at)
    if at < summons.signed_at and CheckIn.objects.filter(summons=summons, received_at=summons.signed_at).exists():
        part.set(signed_at=at)
