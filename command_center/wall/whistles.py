"""哨声: the whistles that go on, and how many of the called departments are there."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from command_center.desk.words import moment_text
from enforcement.queries.visibility import whistles_visible_to
from enforcement.states import WHISTLE_TERMINAL, SummonsState, WhistleKind, WhistleState
from kernel.actors import Actor

MOST = 6
_COUNTED = ~Q(summonses__state__in=[SummonsState.EXCUSED, SummonsState.STOOD_DOWN])


@dataclass(frozen=True, slots=True)
class WhistleLine:
    """`kind` and `state` in words; the matter is in free words and stays at the desk."""

    number: str
    street: str
    kind: str
    state: str
    blown: str
    arrived: int
    called: int


def open_whistles(actor: Actor, *, now: datetime) -> list[WhistleLine]:
    """The newest first."""
    going_on = whistles_visible_to(actor).exclude(state__in=sorted(WHISTLE_TERMINAL)).order_by("-blown_at", "-id")
    there = _COUNTED & Q(summonses__checked_in_at__isnull=False)
    counted = going_on.annotate(
        called=Count("summonses", filter=_COUNTED), arrived=Count("summonses", filter=there)
    ).values_list("number", "office__short_name", "kind", "state", "blown_at", "arrived", "called")
    return [
        WhistleLine(
            number,
            street,
            str(WhistleKind(kind).label),
            str(WhistleState(state).label),
            moment_text(blown_at, now=now),
            arrived,
            called,
        )
        for number, street, kind, state, blown_at, arrived, called in counted[:MOST]
    ]
