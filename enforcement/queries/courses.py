"""The course of a whistle, told together with those of its summonses."""

from enforcement.models import SummonsEvent, Whistle, WhistleEvent
from enforcement.queries.visibility import summonses_visible_to
from kernel.actors import Actor


def course_of(whistle: Whistle, *, actor: Actor) -> list[WhistleEvent | SummonsEvent]:
    """The head's lines and those of the summonses that the actor sees, by time; at one instant the head's last, which
    follow from what the departments did, save the first."""
    head: list[WhistleEvent | SummonsEvent] = list(whistle.events.all())
    seen = summonses_visible_to(actor).filter(whistle=whistle)
    parts = SummonsEvent.objects.filter(summons__in=seen).select_related("summons").order_by("id")
    first, rest = head[:1], head[1:]
    return [*first, *sorted([*parts, *rest], key=lambda event: event.at)]
