"""Rows that stand one below another."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model

from organizations.sheets.draft import Draft
from organizations.sheets.sheet import Entry

M = TypeVar("M", bound=Model)


def circles(draft: Draft[M], field: str) -> Iterator[Entry[M]]:
    """The touched rows that would stand, at some distance, above themselves."""
    for entry in draft.touched:
        if entry.target is not None and field in entry.changes and _comes_back(draft, entry.target, field):
            yield entry


def _comes_back(draft: Draft[M], start: M, field: str) -> bool:
    seen = {id(start)}
    above = getattr(start, field)
    while above is not None:
        above = draft.final(above)
        if id(above) in seen:
            return True
        seen.add(id(above))
        above = getattr(above, field)
    return False
