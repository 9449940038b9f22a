"""Reading whistles and summonses: the joins that a page or an answer needs, so that nothing is asked row by row."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cases.queries.visibility import visible_to
from deadlines.states import ClockState
from enforcement.models import OF_DEPARTMENT, Summons, SummonsClock, Whistle
from enforcement.queries.visibility import summonses_visible_to, whistles_visible_to
from enforcement.states import OWING
from kernel.actors import Actor
from kernel.errors import NotFound

_AREAS = ("street", "community", "unit_grid")


def for_reading(whistles: QuerySet[Whistle], *, actor: Actor, now: datetime) -> QuerySet[Whistle]:
    """With the names a row shows; case and earlier whistle by number as far as the actor sees them; how many of the
    summonses that the actor sees there are, are open, are overdue."""
    seen = summonses_visible_to(actor).filter(whistle=OuterRef("pk"))
    rows = whistles.select_related("office", "category", *_AREAS).defer(*(f"{area}__shape" for area in _AREAS))
    return rows.annotate(
        case_no=Subquery(visible_to(actor).filter(pk=OuterRef("case")).order_by().values("case_no")[:1]),
        repeat_no=Subquery(whistles_visible_to(actor).filter(pk=OuterRef("repeat_of")).order_by().values("number")[:1]),
        called_count=_count(seen),
        open_count=_count(seen.filter(state__in=sorted(OWING))),
        overdue_count=_count(seen.filter(is_overdue(now=now))),
    )


def summonses_for_reading(summonses: QuerySet[Summons]) -> QuerySet[Summons]:
    """With the names a row shows and when the next of the department's clocks is due."""
    whistle = [f"whistle__{area}" for area in _AREAS]
    rows = summonses.select_related("department", "whistle__office", "whistle__category", *whistle)
    return rows.defer(*(f"{area}__shape" for area in whistle), "whistle__details").annotate(
        next_due_at=Subquery(
            _running(OuterRef("pk")).order_by().values("summons").annotate(due=Min("due_at")).values("due")
        )
    )


def summonses_of(whistle: Whistle, *, actor: Actor) -> list[Summons]:
    """Those that the actor may see, in the order they were called, each with its objection and rating."""
    rows = summonses_visible_to(actor).filter(whistle=whistle)
    return list(_with_judgements(summonses_for_reading(rows)).order_by("pk"))


def visible_summons(number: str, *, actor: Actor) -> Summons:
    """The summons by its number, with its objection and rating; NotFound for what is not there or not the actor's."""
    rows = summonses_for_reading(summonses_visible_to(actor))
    found = _with_judgements(rows).filter(number=number).first()
    if found is None:
        raise NotFound(_("没有这张哨单，或不在贵单位可见范围内。"))
    return found


def visible_whistle(number: str, *, actor: Actor, now: datetime) -> Whistle:
    """The whistle by its number; NotFound for what is not there or not the actor's."""
    found = for_reading(whistles_visible_to(actor), actor=actor, now=now).filter(number=number).first()
    if found is None:
        raise NotFound(_("没有这个哨，或不在贵单位可见范围内。"))
    return found


def whistle_id(number: str, *, actor: Actor) -> int:
    """The key behind the number, for whoever acts on it; NotFound as above."""
    found = whistles_visible_to(actor).filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(_("没有这个哨，或不在贵单位可见范围内。"))
    return found


def summons_id(number: str, *, actor: Actor) -> int:
    found = summonses_visible_to(actor).filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(_("没有这张哨单，或不在贵单位可见范围内。"))
    return found


def is_overdue(*, now: datetime) -> Exists:
    """Of a summons: one of the department's clocks is past its time and still running."""
    return Exists(_running(OuterRef("pk")).filter(due_at__lt=now))


def _with_judgements(summonses: QuerySet[Summons]) -> QuerySet[Summons]:
    return summonses.select_related("objection__proposed", "rating")


def _running(summons: Any) -> QuerySet[SummonsClock]:
    kinds = [str(kind) for kind in OF_DEPARTMENT]
    return SummonsClock.objects.filter(summons=summons, state=ClockState.RUNNING, kind__in=kinds)


def _count(summonses: QuerySet[Summons]) -> Any:
    counted = summonses.order_by().values("whistle").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))
