"""Reading cases: the joins that a page or an answer needs, so that no list asks row by row; the case of an address."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.crowds import number_of_followers
from cases.queries.visibility import visible_to
from kernel.actors import Actor
from kernel.errors import NotFound

_NAMES = ("category", "street", "community", "unit_grid", "lead")
_SHAPES = ("street__shape", "community__shape", "unit_grid__shape")
# The same for rows that hang on a case.
JOINS_OF_CASE = ("case", *(f"case__{name}" for name in _NAMES))
SHAPES_OF_CASE = ("case__search", *(f"case__{name}" for name in _SHAPES))


def for_reading(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With the names a row shows: category, area, lead, main case, and how many follow it; without polygons and the
    search vector."""
    return _joined(cases).defer(*_SHAPES, "search")


def visible_case(case_no: str, *, actor: Actor, with_shapes: bool = False) -> Case:
    """The case by its number, polygons only for who draws them; NotFound for what is not there or not the actor's."""
    seen = visible_to(actor)
    cases = _joined(seen).defer("search") if with_shapes else for_reading(seen)
    case = cases.filter(case_no=case_no).first()
    if case is None:
        raise NotFound(_("没有这件案件，或不在贵单位可见范围内。"))
    return case


def _joined(cases: QuerySet[Case]) -> QuerySet[Case]:
    rows = cases.select_related(*_NAMES)
    return rows.annotate(main_no=F("merged_into__case_no"), followers_count=number_of_followers())
