"""Whether a whistle repeats an earlier one."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from enforcement.models import Whistle
from enforcement.states import WHISTLE_TERMINAL, WhistleState

# From these whistles up to what each repeats and down to what repeats it.
_CHAIN = """
    WITH RECURSIVE chain AS (
        SELECT id, repeat_of_id, repeat_count, state FROM enforcement_whistle WHERE id = ANY(%(begin)s)
        UNION
        SELECT w.id, w.repeat_of_id, w.repeat_count, w.state FROM chain AS c
        JOIN enforcement_whistle AS w ON w.id = c.repeat_of_id OR w.repeat_of_id = c.id
    )
    SELECT coalesce(max(repeat_count), 0) FROM chain WHERE state <> ALL(%(undone)s)
"""
# What never was or was taken back is no time that the matter came up.
_UNDONE = [WhistleState.RETURNED.value, WhistleState.CANCELLED.value]


def recently_closed(office_id: int, *, days: int, at: datetime) -> QuerySet[Whistle]:
    """What the street closed within so many days, youngest first."""
    since = at - timedelta(days=days)
    closed = Whistle.objects.filter(office=office_id, state=WhistleState.CLOSED, ended_at__gte=since)
    return closed.order_by("-ended_at", "-id")


def earlier_whistle(whistle: Whistle, *, days: int) -> Whistle | None:
    """The youngest closed one for the same case, the same words or the same address; a new one repeats it whether the
    street says so or not."""
    return recently_closed(whistle.office_id, days=days, at=whistle.blown_at).filter(_same_as(whistle)).first()


def times_repeated(whistle: Whistle, earlier: Whistle, *, days: int) -> int:
    """The highest count among all that hang together with `earlier`, and with whatever else is about the same: open
    still, or closed within so many days. Whichever of them the street names, the next one is one more."""
    open_or_closed = ~Q(state__in=WHISTLE_TERMINAL) | Q(
        state=WhistleState.CLOSED, ended_at__gte=whistle.blown_at - timedelta(days=days)
    )
    about_the_same = Whistle.objects.filter(open_or_closed, _same_as(whistle), office=whistle.office_id)
    begin = [earlier.pk, *about_the_same.order_by().values_list("pk", flat=True)]
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, {"begin": begin, "undone": _UNDONE})
        (count,) = cursor.fetchone()
    return int(count)


def _same_as(whistle: Whistle) -> Q:
    same = Q(matter=whistle.matter)
    if whistle.case_id is not None:
        same |= Q(case=whistle.case_id)
    if whistle.address:
        same |= Q(address=whistle.address)
    return same
