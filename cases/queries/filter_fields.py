"""How the values of case filters are read: codes become ids, days become instants, a box becomes four numbers."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django_filters.fields import IsoDateTimeField

from cases.models import Category
from grid.models import Community, Street, UnitGrid
from kernel.times import day_end, day_start
from organizations.models import Organization

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CODED: Mapping[str, type[Model]] = {
    "street": Street,
    "community": Community,
    "grid": UnitGrid,
    "organization": Organization,
    "category": Category,
}


class DayOrInstantField(IsoDateTimeField):
    """An instant with its offset, or a bare day: its beginning, or with `ends` its end."""

    def __init__(self, *args: Any, ends: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ends = ends

    def to_python(self, value: Any) -> datetime | None:
        text = value.strip() if isinstance(value, str) else ""
        try:
            if not _DAY.fullmatch(text):
                return self._instant(value, text)
            day = date.fromisoformat(text)
            return day_end(day) if self.ends else day_start(day)
        except (ValueError, OverflowError):
            raise ValidationError(
                _("日期应写成 2026-11-05，时刻应写成 2026-11-05T08:00:00+08:00。"), code="invalid"
            ) from None

    def _instant(self, value: Any, text: str) -> datetime | None:
        """An instant without an offset could mean eight hours more or less. In UTC, because the database knows fewer
        offsets than Python."""
        if text and datetime.fromisoformat(text).tzinfo is None:
            raise ValueError("naive")
        at: datetime | None = super().to_python(value)
        return at.astimezone(UTC) if at is not None else None


def bearers(name: str, code: str) -> QuerySet[Any, Any]:
    """The rows that this filter's code means."""
    return CODED[name]._default_manager.filter(_bears(name, code)).order_by()


def ids_of(wanted: Mapping[str, str]) -> dict[str, list[int]]:
    """Ids behind these codes by filter, in one statement; what nothing bears is left out."""
    parts = [bearers(name, code).values_list(Value(name), "pk") for name, code in wanted.items()]
    found: dict[str, list[int]] = {}
    if parts:
        for name, pk in parts[0].union(*parts[1:], all=True):
            found.setdefault(name, []).append(pk)
    return found


class CaseFilterForm(forms.Form):
    """A code that nothing bears is an error of its field. `ids_of` is there for a page that has looked them up."""

    ids_of: Callable[[Mapping[str, str]], Mapping[str, list[int]]] = staticmethod(ids_of)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        wanted = {name: data[name] for name in CODED if data.get(name)}
        found = self.ids_of(wanted)
        for name, code in wanted.items():
            if name not in found:
                # With `params`: what the caller wrote may hold a percent sign, and is filled in once.
                self.add_error(name, ValidationError(_("没有代码 %(code)s。"), code="unknown", params={"code": code}))
            elif name == "category":
                data[name] = _and_below(found[name])
            else:
                data[name] = found[name]
        return data

    def clean_bbox(self) -> tuple[float, ...] | str:
        text: str = self.cleaned_data.get("bbox") or ""
        return _box(text) if text else text


def _bears(name: str, code: str) -> Q:
    kind, _colon, bare = code.partition(":")
    if name == "category" and kind in Category.Kind.values:
        return Q(kind=kind, code=bare)
    return Q(code=code)


def _and_below(ids: list[int]) -> QuerySet[Category, Any]:
    """These categories and what stands under them; a tree has three levels."""
    under = Q(pk__in=ids) | Q(parent__in=ids) | Q(parent__parent__in=ids)
    return Category.objects.filter(under).order_by().values("pk")


def _box(text: str) -> tuple[float, ...]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west = south = east = north = math.nan
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValidationError(_("范围应写成 西,南,东,北 四个度数，例如 116.1,39.8,116.3,40.0。"), code="invalid")
    return west, south, east, north
