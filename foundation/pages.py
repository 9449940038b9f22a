"""Keyset pages: as fast on the thousandth page as on the first, and steady while rows come in.

Pages follow (sorted field, primary key); where the field may be empty, the empty rows come last. A cursor holds
the last row's place; it says nothing of filters, which the address carries.

What a reader may see is often "one of these holds", and no index serves that in the order of a page. Given as `ways`,
each condition is asked by itself, along its own index and only as far as a page goes; the page is the first of all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Expression, F, Field, Func, Model, Q, QuerySet, Value
from django.utils.translation import gettext as _

from foundation.cursors import Cursor, Ordering, malformed

__all__ = ["KeysetPage", "Ordering", "Ways", "any_of", "keyset_page", "page_of_query"]

MAX_LIMIT = 200
M = TypeVar("M", bound=Model)
Ways = Sequence[Q] | None
Shown = Callable[[QuerySet[Any]], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[M]):
    """Rows in the asked order; `next` and `previous` are cursors, None at the ends."""

    rows: list[M]
    next: str | None
    previous: str | None


def keyset_page(
    rows: QuerySet[M],
    *,
    ordering: Ordering,
    cursor: str | None,
    limit: int,
    ways: Ways = None,
    shown: Shown = QuerySet.all,
) -> KeysetPage[M]:
    """One page of `rows`, in one statement (two on the one page where filled rows give way to empty ones).

    With `ways` of those alone that fulfil one of them, and of none when there are none. `shown` adds what is read of
    the rows of the page, joins and annotations that choose nothing.
    """
    place = Cursor.decode(cursor, ordering=ordering) if cursor else None
    forward = place is None or place.forward
    found: list[M] = []
    for segment in _segments(rows, ordering, place):
        found += _first(segment, limit + 1 - len(found), ways, shown)
        if len(found) > limit:
            break
    has_more, found = len(found) > limit, found[:limit]
    if not forward:
        found.reverse()
    has_next, has_previous = (has_more, place is not None) if forward else (True, has_more)
    return KeysetPage(
        rows=found,
        next=_cursor_at(found[-1], ordering, forward=True) if found and has_next else None,
        previous=_cursor_at(found[0], ordering, forward=False) if found and has_previous else None,
    )


def any_of(ways: Ways, rows: QuerySet[M]) -> QuerySet[M]:
    """The rows that fulfil one of these conditions, by one condition: no page, but one known row, or a few."""
    if ways is None:
        return rows
    return rows.filter(reduce(or_, ways)) if ways else rows.none()


def page_of_query(
    rows: QuerySet[M],
    query: Mapping[str, str],
    *,
    orderings: Sequence[Ordering],
    default_limit: int = 50,
    ways: Ways = None,
    shown: Shown = QuerySet.all,
) -> KeysetPage[M]:
    """The page that `?ordering=&cursor=&limit=` asks for; Malformed when they make no sense."""
    return keyset_page(
        rows,
        ordering=ordering_of(query, orderings),
        cursor=query.get("cursor") or None,
        limit=limit_of(query, default=default_limit),
        ways=ways,
        shown=shown,
    )


def ordering_of(query: Mapping[str, str], orderings: Sequence[Ordering]) -> Ordering:
    """The asked order out of the allowed ones; the first is the default."""
    name = query.get("ordering")
    if not name:
        return orderings[0]
    for ordering in orderings:
        if ordering.name == name:
            return ordering
    allowed = "、".join(ordering.name for ordering in orderings)
    raise malformed("ordering", _("不能按此排序，可用的排序：%(allowed)s。") % {"allowed": allowed})


def limit_of(query: Mapping[str, str], *, default: int) -> int:
    text = query.get("limit", str(default))
    if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= MAX_LIMIT:
        return int(text)
    raise malformed("limit", _("每页条数应当是 1 到 %(max)s 的整数。") % {"max": MAX_LIMIT})


def _segments(rows: QuerySet[M], ordering: Ordering, place: Cursor | None) -> list[QuerySet[M]]:
    """Stretches to read one after another. Filled and empty rows are asked for apart, since "or is null" beside the
    row comparison would make PostgreSQL walk the index from its start."""
    if place is None:
        return [_ordered(rows, ordering, forward=True)]
    rows = _ordered(rows, ordering, forward=place.forward)
    empty = Q(**{f"{ordering.field}__isnull": True})
    if place.value is not None:
        beyond = rows.filter(_beyond(rows.model, ordering, place))
        return [beyond, rows.filter(empty)] if ordering.nullable and place.forward else [beyond]
    side = "gt" if place.forward != ordering.is_descending else "lt"
    beyond = rows.filter(empty, **{f"pk__{side}": _value(rows.model, "pk", place.pk)})
    return [beyond] if place.forward else [beyond, rows.exclude(empty)]


def _first(segment: QuerySet[M], most: int, ways: Ways, shown: Shown) -> QuerySet[M]:
    """The first rows of the ordered segment; with ways the first of the first ones of each."""
    if ways is None or not ways:
        return shown(segment if ways is None else segment.none())[:most]
    keys = [segment.filter(way).values("pk")[:most] for way in ways]
    found = keys[0].union(*keys[1:], all=True) if len(keys) > 1 else keys[0]
    return shown(segment.model._default_manager.filter(pk__in=found).order_by(*segment.query.order_by))[:most]


def _ordered(rows: QuerySet[M], ordering: Ordering, *, forward: bool) -> QuerySet[M]:
    ascending = forward != ordering.is_descending
    # Only named where rows may be empty: a plain index serves plain ASC and DESC alone.
    nulls = ({"nulls_last": True} if forward else {"nulls_first": True}) if ordering.nullable else {}
    field = F(ordering.field)
    by_field = field.asc(**nulls) if ascending else field.desc(**nulls)
    return rows.order_by(by_field, "pk" if ascending else "-pk")


def _beyond(model: type[Model], ordering: Ordering, place: Cursor) -> Expression:
    """`ROW(field, pk) > ROW(value, pk)`: the one form whose ties an index follows to the row."""
    here = _row(F(ordering.field), F("pk"))
    there = _row(_value(model, ordering.field, place.value), _value(model, "pk", place.pk))
    sign = ">" if place.forward != ordering.is_descending else "<"
    return Func(here, there, template="%(expressions)s", arg_joiner=f" {sign} ", output_field=BooleanField())


def _row(*expressions: F | Value) -> Func:
    return Func(*expressions, function="ROW", output_field=BooleanField())


def _value(model: type[Model], name: str, text: str | None) -> Value:
    column = _column(model, name)
    try:
        return Value(column.to_python(text), output_field=column)
    except ValidationError:
        raise malformed("cursor", _("页码标记无效，请从第一页重新开始。")) from None


def _column(model: type[Model], name: str) -> "Field[Any, Any]":
    column = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if not isinstance(column, Field):
        raise TypeError(f"{model.__name__}.{name} is no column to order by")
    return column


def _cursor_at(row: Model, ordering: Ordering, *, forward: bool) -> str:
    column = _column(type(row), ordering.field)
    is_empty = getattr(row, column.attname) is None
    value = None if is_empty else column.value_to_string(row)
    return Cursor(ordering=ordering.name, forward=forward, value=value, pk=str(row.pk)).encode()
