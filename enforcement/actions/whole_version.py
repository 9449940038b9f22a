"""A whistle with its summonses as one thing that somebody looked at, and what has changed of it since."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from enforcement.actions.door import locked_whistle
from enforcement.models import Summons, SummonsEvent, Whistle, WhistleEvent
from enforcement.queries.visibility import summonses_visible_to
from kernel.actors import Actor
from kernel.errors import StaleVersion

# So many lines of the summonses' courses are told at most.
_TOLD = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """The whistle's own version, and the sum of the versions of those summonses that the reader sees: each version
    only ever rises, so that the pair changes with every change."""

    head: int
    parts: int


def seen_of(whistle: Whistle, summonses: QuerySet[Summons]) -> Seen:
    return Seen(whistle.version, summonses.aggregate(n=Sum("version", default=0))["n"])


def require_unchanged(whistle_id: int, seen: Seen, *, actor: Actor) -> None:
    """Locks the whistle, and with it all that departments do, for the caller's transaction. Raises StaleVersion when
    it or any summons that the actor sees has changed since, with what happened."""
    whistle = locked_whistle(whistle_id)
    summonses = summonses_visible_to(actor).filter(whistle=whistle)
    found = seen_of(whistle, summonses)
    if found != seen:
        told = [*_of_parts(summonses, found.parts - seen.parts), *_of_head(whistle, seen)]
        told.sort(key=lambda line: line["at"])
        raise StaleVersion(_("刚被他人更改，请看过变化后再办。"), current=found.head, changes=told)


def _of_head(whistle: Whistle, seen: Seen) -> list[dict[str, Any]]:
    return [_line(one, whistle.number) for one in whistle.events.filter(version__gt=seen.head)]


def _of_parts(summonses: QuerySet[Summons], versions: int) -> list[dict[str, Any]]:
    """The lines of the so many youngest versions: sums don't tell which summons it was, but how many steps."""
    rows = SummonsEvent.objects.filter(summons__in=summonses).select_related("summons").order_by("-id")[:_TOLD]
    steps = [list(lines) for _step, lines in groupby(rows, key=attrgetter("summons_id", "version"))]
    return [_line(one, one.summons.number) for step in steps[: max(versions, 0)] for one in step]


def _line(event: WhistleEvent | SummonsEvent, subject: str) -> dict[str, Any]:
    at: datetime = event.at
    return {
        "subject": subject,
        "version": event.version,
        "at": at.isoformat(),
        "by": event.actor_label,
        "text": event.text,
    }
