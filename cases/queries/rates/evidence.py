"""The rows behind the figures: of each case its last call that reached somebody, and the judged clocks."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from cases.models import CallBack, CaseClock, ClockKind
from cases.queries.rates.asked import Asked
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
    Rate.ON_TIME: Q(state=ClockState.MET),
}
PARTLY = Q(solved=CallBack.Solved.PARTLY)


def calls(asked: Asked, *, actor: Actor) -> QuerySet[CallBack]:
    """The valid calls of the period: reached, the last of each case; in a row of periods, the last in each of them."""
    reached = CallBack.objects.filter(is_reached=True, at__gte=asked.since, at__lt=asked.until)
    apart = [F("case_id"), *([bucket_of("at", asked.span)] if asked.by == By.PERIOD else [])]
    nth = Window(RowNumber(), partition_by=apart, order_by=[F("at").desc(), F("id").desc()])
    last = reached.order_by().annotate(nth=nth).filter(nth=1).values("pk")
    return _visible(CallBack.objects.filter(pk__in=last), actor).order_by()


def judged(asked: Asked, *, actor: Actor) -> QuerySet[CaseClock]:
    """The citizens' clocks that were judged in the period, in time or late; what was withdrawn was never judged."""
    clocks = CaseClock.objects.filter(kind=ClockKind.HANDLE, state__in=(ClockState.MET, ClockState.MISSED))
    return _visible(clocks.filter(stopped_at__gte=asked.since, stopped_at__lt=asked.until), actor).order_by()


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
    try:
        return date.fromisoformat(key)
    except ValueError:
        message = _("时段写成它的第一天，例如 2026-11-23。")
        raise Invalid(message, errors=[FieldError("key", "invalid", message)]) from None
