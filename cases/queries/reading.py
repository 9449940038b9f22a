"""Reading cases: the joins that a page or an answer needs, so that no list asks row by row; the case of an address."""

from collections.abc import Iterable, Sequence
from copy import copy
from functools import lru_cache
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.case_rows import read_case, read_with_companions
from cases.queries.companions import Companions
from cases.queries.crowds import number_of_followers
from cases.queries.editions import one_edition
from cases.queries.visibility import visible_to
from kernel.actors import Actor
from kernel.errors import NotFound
from organizations.roll import current_roll


class HangsOnCase(Protocol):
    case: Case
    case_id: int


R = TypeVar("R", bound=HangsOnCase)
T = TypeVar("T")
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
    with one_edition():
        return _there(read_case(visible_case_id(case_no, actor=actor), with_shapes=with_shapes))


def visible_with_companions(case_no: str, *, actor: Actor) -> tuple[Case, Companions]:
    """`visible_case` with all that is around it."""
    return with_companions(visible_case_id(case_no, actor=actor))


def with_companions(pk: int) -> tuple[Case, Companions]:
    """The case for whoever has just acted on it: an inspector's errand is done, and with it his sight of the case."""
    return _there(read_with_companions(pk))


def visible_case_id(case_no: str, *, actor: Actor) -> int:
    """The key of the case of this number, by the queryset that says who sees what, and by nothing else; NotFound."""
    stamp = current_roll().stamp
    try:
        sql, values = _worded(copy(actor), stamp) if stamp is not None else _word(actor)
    except EmptyResultSet:
        return _there(None)
    with connection.cursor() as cursor:
        cursor.execute(sql, [case_no if value is _NUMBER else value for value in values])
        row = cursor.fetchone()
    return _there(row and row[0])


@lru_cache(maxsize=1000)
def _worded(actor: Actor, stamp: UUID) -> tuple[str, Sequence[Any]]:
    """What an actor sees hangs on him, on the organizations of this stamp, and on what the SQL itself asks: until they
    change it is worded once, which takes longer than its running."""
    return _word(actor)


def _word(actor: Actor) -> tuple[str, Sequence[Any]]:
    return visible_to(actor).filter(case_no=_NUMBER).order_by().values("pk").query.sql_with_params()


class _Number(str):
    """Stands for the number that is asked for."""

    __slots__ = ()


_NUMBER = _Number("")


def _there(found: T | None) -> T:
    if found is None:
        raise NotFound(_("没有这件案件，或不在贵单位可见范围内。"))
    return found
