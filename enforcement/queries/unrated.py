"""Whom the street has still to rate."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from deadlines.states import ClockState
from enforcement.models import Summons, SummonsClock, SummonsClockKind
from enforcement.states import SummonsState

_COMING = (SummonsClockKind.SIGN, SummonsClockKind.ARRIVE)


def to_rate(summonses: QuerySet[Summons]) -> QuerySet[Summons]:
    """Who reported; and who was stood down only after it refused or missed signing or coming, so that giving up on a
    department does not spare it its rating. Whoever else was stood down may be rated and need not be."""
    missed = SummonsClock.objects.filter(summons=OuterRef("pk"), kind__in=_COMING, state=ClockState.MISSED)
    is_at_fault = Q(refused_at__isnull=False) | Exists(missed)
    return summonses.filter(Q(state=SummonsState.REPORTED) | Q(is_at_fault, state=SummonsState.STOOD_DOWN))
