"""Reading cases: the joins that a page or an answer needs, so that no list asks row by row; the case of an address."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.companions import Companions
from cases.queries.crowds import number_of_followers
from cases.queries.one_case import Which, key_of, read_case, read_with_companions
from cases.queries.visibility import visible_to
from kernel.actors import Actor
from kernel.errors import NotFound


class HangsOnCase(Protocol):
    case: Case
    case_id: int


R = TypeVar("R", bound=HangsOnCase)
_SHAPES = ("street__shape", "community__shape", "unit_grid__shape")


def for_reading(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With the names a row shows: category, area, lead, main case, and how many follow it; without polygons and the
    search vector."""
    rows = cases.select_related("category", "street", "community", "unit_grid", "lead").defer(*_SHAPES, "search")
    return rows.annotate(main_no=F("merged_into__case_no"), followers_count=number_of_followers())


def with_cases(rows: Iterable[R]) -> list[R]:
    """Rows that hang on a case, with it as `for_reading` reads it: one statement for all of them."""
    found = list(rows)
    cases = for_reading(Case.objects.filter(pk__in={row.case_id for row in found})).in_bulk()
    for row in found:
        row.case = cases[row.case_id]
    return found


def visible_case(case_no: str, *, actor: Actor, with_shapes: bool = False) -> Case:
    """The case by its number, polygons only for who draws them; NotFound for what is not there or not the actor's."""
    case = read_case(_seen(case_no, actor), with_shapes=with_shapes)
    if case is None:
        raise _not_there()
    return case


def visible_with_companions(case_no: str, *, actor: Actor) -> tuple[Case, Companions]:
    """`visible_case` with all that is around it, still one statement."""
    found = read_with_companions(_seen(case_no, actor))
    if found is None:
        raise _not_there()
    return found


def visible_case_id(case_no: str, *, actor: Actor) -> int:
    """The key of `visible_case`, for whoever reads it under its lock."""
    pk = key_of(_seen(case_no, actor))
    if pk is None:
        raise _not_there()
    return pk


def with_companions(pk: int) -> tuple[Case, Companions]:
    """The case for whoever has just acted on it: an inspector's errand is done, and with it his sight of the case."""
    found = read_with_companions(Which("%s", (pk,)))
    if found is None:
        raise _not_there()
    return found


def _seen(case_no: str, actor: Actor) -> Which:
    """By the queryset that says who sees what, and by nothing else."""
    try:
        sql, params = visible_to(actor).filter(case_no=case_no).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        raise _not_there() from None
    return Which(f"({sql})", params)


def _not_there() -> NotFound:
    return NotFound(_("没有这件案件，或不在贵单位可见范围内。"))
