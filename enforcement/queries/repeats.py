"""Whether a whistle repeats an earlier one."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from enforcement.models import Whistle
from enforcement.states import WhistleState


def recently_closed(office_id: int, *, days: int, at: datetime) -> QuerySet[Whistle]:
    """What the street closed within so many days, youngest first."""
    since = at - timedelta(days=days)
    closed = Whistle.objects.filter(office=office_id, state=WhistleState.CLOSED, ended_at__gte=since)
    return closed.order_by("-ended_at", "-id")


def earlier_whistle(whistle: Whistle, *, days: int) -> Whistle | None:
    """The youngest closed one for the same case, the same words or the same address; a new one repeats it whether the
    street says so or not."""
    same = Q(matter=whistle.matter)
    if whistle.case_id is not None:
        same |= Q(case=whistle.case_id)
    if whistle.address:
        same |= Q(address=whistle.address)
    return recently_closed(whistle.office_id, days=days, at=whistle.blown_at).filter(same).first()
