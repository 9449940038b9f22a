"""The clerks' queue as the page shows it: whom to call now, whom later, by when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, DateTimeField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import CallBack, Case, CaseClock, ClockKind
from deadlines.states import LIVE
from kernel.times import due_text

_COLUMNS = ("case_no", "title", "urgency", "round", "state", "call_after", "replied_at", "is_supervised", "version")
_CLOCKS = CaseClock.objects.filter(case=OuterRef("pk"), kind=ClockKind.CALLBACK, state__in=LIVE)


@dataclass(frozen=True, slots=True)
class Line:
    """One case to call back; `is_later` while its requester is to be left alone, `tries` without an answer so far."""

    case: Case
    is_later: bool
    due: str
    is_overdue: bool
    tries: int


def with_turns(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a line shows: when the clock ends, how often nobody answered in this round, the names of the row."""
    tries = CallBack.objects.filter(case=OuterRef("pk"), round=OuterRef("round"), is_reached=False).order_by()
    counted = tries.values("case").annotate(n=Count("pk")).values("n")
    return cases.only(*_COLUMNS).annotate(
        call_due_at=Subquery(_CLOCKS.values("due_at")[:1], output_field=DateTimeField()),
        tries=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        street_name=F("street__name"),
        lead_name=F("lead__short_name"),
    )


def line_of(case: Any, *, now: datetime) -> Line:
    """`case` comes from `with_turns`."""
    due = case.call_due_at
    return Line(
        case=case,
        is_later=case.call_after is not None and case.call_after > now,
        due=due_text(due, now=now) if due else "",
        is_overdue=due is not None and now > due,
        tries=case.tries,
    )


def count_turns(cases: QuerySet[Case], *, now: datetime) -> dict[str, int]:
    """How many to call now, later, and past the clock's end; one statement."""
    later = Q(call_after__gt=now)
    counted: dict[str, int] = cases.order_by().aggregate(
        now=Count("pk", filter=~later | Q(call_after=None)),
        later=Count("pk", filter=later),
        overdue=Count("pk", filter=Exists(_CLOCKS.filter(due_at__lt=now))),
    )
    return counted
