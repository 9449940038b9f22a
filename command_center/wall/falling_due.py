"""What falls due next: number, category and place; a title may hold a name, and stays at the desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.lamps import RUNNING
from command_center.desk.queues import BY_ITSELF, IS_OPEN
from command_center.desk.words import duration_text
from deadlines.lamps import Lamp, lamp

MOST = 8


@dataclass(frozen=True, slots=True)
class FallingDue:
    case_no: str
    category: str
    street: str
    remaining: str
    lamp: Lamp


def falling_due(visible: QuerySet[Case], *, now: datetime) -> list[FallingDue]:
    """Still in time, the next first."""
    waiting = visible.filter(IS_OPEN & BY_ITSELF, due_at__gte=now, state__in=sorted(RUNNING))
    rows = waiting.order_by("due_at", "id").values_list(
        "case_no", F("category__name"), F("street__name"), "due_at", "warn_at"
    )
    return [
        FallingDue(
            case_no=case_no,
            category=category or _("未归类"),
            street=street or _("未定位"),
            remaining=duration_text(due_at - now),
            lamp=lamp(due_at=due_at, warn_at=warn_at or due_at, now=now),
        )
        for case_no, category, street, due_at, warn_at in rows[:MOST]
    ]
