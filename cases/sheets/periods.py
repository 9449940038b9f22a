"""Rows in force from one day to another, a whole file of them at once."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.models.periods import DatedRow
from organizations.sheets.draft import Draft

D = TypeVar("D", bound=DatedRow)


def check_dated(draft: Draft[D], *, counts: Callable[[D], bool] = lambda row: True) -> None:
    """Each touched row by itself and beside all others as they would stand; `counts` leaves out those out of use."""
    for entry in draft.touched:
        if entry.target is not None and not entry.is_wrong:
            for field, sentence in _alone(entry.target):
                draft.wrong(entry, field, "invalid", sentence)
    beside = _overlapping(row for row in draft.finals if row.valid_from is not None and counts(row))
    for entry in draft.touched:
        other = beside.get(id(entry.target))
        if other is not None:
            draft.wrong(entry, "valid_from", "overlaps", _overlap(draft, other))


def _alone(row: DatedRow) -> Iterator[tuple[str, str]]:
    try:
        row.clean_alone()
    except ValidationError as error:
        for field, sentences in error.message_dict.items():
            yield field, "".join(sentences)


def _overlapping(rows: Iterable[D]) -> dict[int, D]:
    """By the identity of each row that shares a day with another on its ground, one such other."""
    found: dict[int, D] = {}
    furthest: dict[tuple[Any, ...], D] = {}
    for row in sorted(rows, key=lambda one: one.valid_from):
        ground = tuple(row.serializable_value(name) for name in row.same_ground)
        before = furthest.setdefault(ground, row)
        if before is not row and _end(before) >= row.valid_from:
            found[id(row)] = before
            found.setdefault(id(before), row)
        if _end(row) >= _end(before):
            furthest[ground] = row
    return found


def _end(row: DatedRow) -> date:
    return row.valid_to or date.max


def _overlap(draft: Draft[D], other: D) -> str:
    entry = draft.entry_of(other)
    if entry is not None:
        return _("与第 %(row)s 行的适用范围和有效期重叠。") % {"row": entry.number}
    words = _("与已有的“%(other)s”（编号 %(pk)s）的适用范围和有效期重叠，请先为它填写截止日期。")
    return words % {"other": other, "pk": other.pk}
