"""Reading cases: the joins that a page or an answer needs, so that no list asks row by row; the case of an address."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.crowds import number_of_followers
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
    return _joined(cases).defer(*_SHAPES, "search")


def with_cases(rows: Iterable[R]) -> list[R]:
    """Rows that hang on a case, with it as `for_reading` reads it: one statement for all of them."""
    found = list(rows)
    cases = for_reading(Case.objects.filter(pk__in={row.case_id for row in found})).in_bulk()
    for row in found:
        row.case = cases[row.case_id]
    return found


def visible_case(case_no: str, *, actor: Actor, with_shapes: bool = False) -> Case:
    """The case by its number, polygons only for who draws them; NotFound for what is not there or not the actor's."""
    seen = visible_to(actor)
    cases = _joined(seen).defer("search") if with_shapes else for_reading(seen)
    case = cases.filter(case_no=case_no).first()
    if case is None:
        raise NotFound(_("没有这件案件，或不在贵单位可见范围内。"))
    return case


def case_by_id(pk: int) -> Case:
    """The case for whoever has just acted on it: an inspector's errand is done, and with it his sight of the case."""
    return for_reading(Case.objects.filter(pk=pk)).get()


def _joined(cases: QuerySet[Case]) -> QuerySet[Case]:
    rows = cases.select_related("category", "street", "community", "unit_grid", "lead")
    return rows.annotate(main_no=F("merged_into__case_no"), followers_count=number_of_followers())
