"""Joins that a page or an answer of the API needs, so that no list asks row by row."""

from django.db.models import QuerySet

from cases.models import Case


def for_reading(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With the names a row shows: category, area, lead; without polygons and the search vector."""
    joined = cases.select_related("category", "street", "community", "unit_grid", "lead")
    return joined.defer("search", "street__shape", "community__shape", "unit_grid__shape")
