"""What every page of the desk shows besides itself: the bell's number, and alerts that nobody has taken."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from cases.models import CaseAlert
from cases.queries.alerts import untaken
from command_center.desk.together import counted_together
from notices.queries import unread_for
from organizations.actors import principal_actor
from organizations.permissions import may

MOST_ALERTS = 10
_KEPT = "_center_signs"


@dataclass(frozen=True, slots=True)
class Signs:
    """`unread` is None for whoever has no bell, `alerts` for whoever takes none."""

    unread: int | None = None
    alerts: list[CaseAlert] | None = None


def signs_of(request: HttpRequest) -> Signs:
    """Asked once for each page: one statement, and another only while an alert stands."""
    kept: Signs | None = getattr(request, _KEPT, None)
    if kept is None:
        kept = _ask(request)
        setattr(request, _KEPT, kept)
    return kept


def shown_alerts() -> list[CaseAlert]:
    """The newest that nobody has taken."""
    rows = untaken().select_related("case", "case__street").defer("case__search", "case__street__shape")
    return list(rows[:MOST_ALERTS])


def _ask(request: HttpRequest) -> Signs:
    actor = principal_actor(request)
    has_bell, is_watching = may(actor, "notices.read"), may(actor, "cases.take_alert")
    asked: dict[str, QuerySet[Any, Any]] = {"unread": unread_for(actor).order_by().values("pk")} if has_bell else {}
    if is_watching:
        asked["alerts"] = untaken().order_by().values("pk")
    if not asked:
        return Signs()
    counts = counted_together(asked)
    alerts = shown_alerts() if counts.get("alerts") else []
    return Signs(counts.get("unread"), alerts if is_watching else None)
