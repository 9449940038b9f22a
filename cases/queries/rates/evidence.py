"""The rows behind the figures: of each case its last call that reached somebody, and its last judged clock."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from cases.models import CallBack, CaseClock, ClockKind
from cases.queries.rates.asked import YEARS, Asked
from cases.queries.rates.subjects import By, bucket_of, with_subject
from cases.queries.visibility import visible_to
from cases.rules.rates import Rate, Side
from deadlines.states import ClockState
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid
from organizations.visibility import scope_of

_CONTENT = (CallBack.Satisfied.VERY, CallBack.Satisfied.SATISFIED, CallBack.Satisfied.BASICALLY)
# Of each rate, which rows count at all, and which of them count for it. An imported call may leave answers open.
COUNTED = {
    Rate.RESPONSE: Q(was_contacted__isnull=False),
    Rate.RESOLUTION: ~Q(solved=""),
    Rate.SATISFACTION: ~Q(satisfied=""),
    Rate.ON_TIME: Q(),
}
FOR_IT = {
    Rate.RESPONSE: Q(was_contacted=True),
    Rate.RESOLUTION: Q(solved=CallBack.Solved.YES),
    Rate.SATISFACTION: Q(satisfied__in=_CONTENT),
    Rate.ON_TIME: Q(is_on_time=True),
}
PARTLY = Q(solved=CallBack.Solved.PARTLY)


def calls(asked: Asked, *, actor: Actor) -> QuerySet[CallBack]:
    """The valid calls of the period: reached, the last of each case; in a row of periods, the last in each of them."""
    reached = CallBack.objects.filter(is_reached=True, at__gte=asked.since, at__lt=asked.until)
    last = _last_of_each(reached, "at", asked)
    return _visible(CallBack.objects.filter(pk__in=last), actor).order_by()


def judged(asked: Asked, *, actor: Actor) -> QuerySet[CaseClock]:
    """The citizens' clocks that were judged in the period, of each case the last; in a row of periods, in each of them.

    `is_on_time` is false of a case that missed this deadline or one before it: another round does not make up for what
    was late. What was withdrawn or taken back was never judged.
    """
    clocks = CaseClock.objects.filter(kind=ClockKind.HANDLE, state__in=(ClockState.MET, ClockState.MISSED))
    inside = clocks.filter(stopped_at__gte=asked.since, stopped_at__lt=asked.until)
    last = _last_of_each(inside, "stopped_at", asked)
    missed = CaseClock.objects.filter(
        case=OuterRef("case"), kind=ClockKind.HANDLE, state=ClockState.MISSED, stopped_at__lte=OuterRef("stopped_at")
    )
    rows = CaseClock.objects.filter(pk__in=last).annotate(is_on_time=~Exists(missed))
    return _visible(rows, actor).order_by()


def _last_of_each(rows: QuerySet[Any], moment: str, asked: Asked) -> QuerySet[Any]:
    """The keys of the last row of each case, in a row of periods in each of them."""
    apart = [F("case_id"), *([bucket_of(moment, asked.span)] if asked.by == By.PERIOD else [])]
    nth = Window(RowNumber(), partition_by=apart, order_by=[F(moment).desc(), F("id").desc()])
    return rows.order_by().annotate(nth=nth).filter(nth=1).values("pk")


def moment_field(rate: str) -> str:
    """What puts a row into a period."""
    return "stopped_at" if rate == Rate.ON_TIME else "at"


def evidence(asked: Asked, rate: str, side: str, *, key: str, actor: Actor) -> QuerySet[Any]:
    """The rows of one figure, each with its case; "" for all subjects together. Raises Invalid for no such period."""
    if key and asked.by == By.PERIOD:
        asked, key = asked.within(_day(key)), ""
    rows: QuerySet[Any] = (judged if rate == Rate.ON_TIME else calls)(asked, actor=actor)
    rows = with_subject(rows, asked.by, field=moment_field(rate), span=asked.span)
    rows = rows.filter(COUNTED[Rate(rate)])
    if key:
        rows = rows.filter(subject=key)
    return rows.filter(_counts_for(rate, asked)) if side == Side.NUMERATOR else rows


def _counts_for(rate: str, asked: Asked) -> Q:
    return FOR_IT[Rate(rate)] | PARTLY if rate == Rate.RESOLUTION and asked.partly else FOR_IT[Rate(rate)]


def _visible(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows if scope_of(actor).all else rows.filter(case__in=visible_to(actor).values("pk"))


def _day(key: str) -> date:
    """The first day of a period; none outside the years for which rates may be asked."""
    try:
        day = date.fromisoformat(key)
    except ValueError:
        day = date.min
    if day.year not in YEARS:
        message = _("时段写成它的第一天，例如 2026-11-23。")
        raise Invalid(message, errors=[FieldError("key", "invalid", message)])
    return day
