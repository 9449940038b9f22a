"""One case as a line of the queue: the row with what is computed from the present moment."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cases.models import Case, Urgency
from cases.queries.crowds import number_of_followers
from cases.queries.lamps import RUNNING, is_overdue, lamp_of
from cases.states import State
from command_center.desk.words import duration_text
from deadlines.lamps import Lamp
from kernel.times import due_text, to_local

_COLUMNS = (
    "case_no",
    "version",
    "title",
    "urgency",
    "state",
    "received_at",
    "due_at",
    "warn_at",
    "replied_at",
    "is_supervised",
    "is_outside",
)
_STATES, _URGENT = dict(State.choices), {one.value: one.label for one in (Urgency.EMERGENCY, Urgency.URGENT)}


def for_rows(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a line shows and nothing else: names of street, community and lead come as plain columns."""
    return cases.only(*_COLUMNS).annotate(
        street_name=F("street__name"),
        community_name=F("community__name"),
        lead_name=F("lead__short_name"),
        followers_count=number_of_followers(),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """`remaining` is empty without a limit, a word once the clock was judged; `urgent` a word for what is urgent;
    `ticks_until` the due time in ISO 8601 while the clock runs. Words are words already: a template that looks each of
    them up for fifty rows takes longer than the database."""

    case: Case
    lamp: Lamp
    is_overdue: bool
    remaining: str
    due: str
    state: str
    urgent: str
    ticks_until: str


def row_of(case: Case, *, now: datetime) -> Row:
    late = is_overdue(case, now=now)
    return Row(
        case=case,
        lamp=lamp_of(case, now=now),
        is_overdue=late,
        remaining=remaining_text(case, now=now),
        due=due_text(case.due_at, now=now) if case.due_at else "",
        state=str(_STATES[case.state]),
        urgent=str(_URGENT.get(case.urgency, "")),
        ticks_until=to_local(case.due_at).isoformat() if case.due_at and case.state in RUNNING else "",
    )


def remaining_text(case: Case, *, now: datetime) -> str:
    if case.due_at is None:
        return ""
    if case.state in RUNNING:
        return duration_text(case.due_at - now)
    if case.replied_at is None:
        return ""
    return _("超时回复") if is_overdue(case, now=now) else _("按时回复")
