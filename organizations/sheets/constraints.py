"""The constraints of a model asked in memory: of thousands of rows at once, and of rows that are not yet written.

Follows SQL: a comparison with nothing is neither true nor false, and a check constraint lets it pass.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import CheckConstraint, F, Model, Q, UniqueConstraint
from django.db.models.functions import Lower

from organizations.sheets.sheet import Entry

M = TypeVar("M", bound=Model)
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, several: value in several,
}


def broken_checks(model: type[Model], entries: Iterable[Entry[M]]) -> Iterator[tuple[Entry[M], str]]:
    """Each row that a check constraint of the model would refuse, with the constraint's name."""
    checks = [c for c in model._meta.constraints if isinstance(c, CheckConstraint)]
    for entry in entries:
        for check in checks:
            if entry.target is not None and holds(_condition(check.condition), entry.target) is False:
                yield entry, check.name


def collisions(
    model: type[Model], touched: Sequence[Entry[M]], finals: Iterable[M]
) -> Iterator[tuple[Entry[M], str, M]]:
    """Each touched row that would take a place which another row holds, the constraint's name, and that other row."""
    entry_of = {id(entry.target): entry for entry in touched}
    everybody = list(finals)
    for name, place in _unique_places(model):
        holders: dict[Any, M] = {}
        for obj in sorted(everybody, key=lambda one: id(one) in entry_of):
            taken = place(obj)
            if taken is None:
                continue
            first = holders.setdefault(taken, obj)
            if first is not obj and id(obj) in entry_of:
                yield entry_of[id(obj)], name, first


def holds(condition: Q, obj: Model) -> bool | None:
    """Whether the row fulfils the condition; None when that cannot be said."""
    answers = [holds(c, obj) if isinstance(c, Q) else _compare(c, obj) for c in condition.children]
    answer = _all(answers) if condition.connector == Q.AND else _any(answers)
    return (not answer if answer is not None else None) if condition.negated else answer


def _unique_places(model: type[Model]) -> Iterator[tuple[str, Callable[[Model], Any]]]:
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield f"{field.name}_is_unique", _place_by([field.name], UniqueConstraint(fields=[field.name], name="_"))
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield constraint.name, _place_by(constraint.fields, constraint)


def _place_by(names: Sequence[str], constraint: UniqueConstraint) -> Callable[[Model], Any]:
    lowered = [_lowered(expression) for expression in constraint.expressions]

    def place(obj: Model) -> tuple[Any, ...] | None:
        if constraint.condition is not None and holds(_condition(constraint.condition), obj) is not True:
            return None
        values = (*(_value(obj, name) for name in names), *(_value(obj, name).lower() for name in lowered))
        may_repeat = constraint.nulls_distinct is not False and None in values
        return None if may_repeat else values

    return place


def _lowered(expression: Any) -> str:
    """The field of `Lower("username")`, the only expression that our unique constraints use."""
    (source,) = expression.get_source_expressions()
    if not isinstance(expression, Lower) or not isinstance(source, F):
        raise TypeError(f"a unique constraint over {expression!r} cannot be asked in memory")
    return _name(source)


def _name(source: F) -> str:
    name: str = source.name  # type: ignore[attr-defined]  # unknown to the stubs
    return name


def _condition(condition: Any) -> Q:
    if not isinstance(condition, Q):
        raise TypeError(f"a constraint over {condition!r} cannot be asked in memory")
    return condition


def _compare(child: Any, obj: Model) -> bool | None:
    path, wanted = child
    name, _sep, lookup = path.partition("__")
    value = _value(obj, name)
    if lookup == "isnull":
        return (value is None) == wanted
    other = _value(obj, _name(wanted)) if isinstance(wanted, F) else wanted
    if value is None or other is None:
        return None
    return _COMPARED[lookup or "exact"](value, other)


def _value(obj: Model, name: str) -> Any:
    """The column's value; for a row that is not yet written, a stand-in for the id it will have."""
    field = obj._meta.get_field(name)
    value = getattr(obj, getattr(field, "attname", name))
    if value is None and field.is_relation and field.is_cached(obj):  # type: ignore[union-attr]
        related = getattr(obj, name)
        return None if related is None else ("new", id(related))
    return value


def _all(answers: Sequence[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def _any(answers: Sequence[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers else False
