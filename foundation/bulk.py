"""Many rows of one table at once: a third of what `bulk_create` takes."""

from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connections, models, router

from foundation.copying import copy, keys

# Below, what COPY costs to begin is more than it saves.
FEW = 20


def insert_many(rows: Sequence[models.Model], *, with_keys: bool = True) -> None:
    """Writes new rows, all of one model, and gives them their keys; in the caller's transaction. Nobody needs to know
    the keys of rows that nothing points at: without them it is one statement less.

    For models of plain columns with a sequence of their own, whose values need no preparing by their fields: they are
    written as they stand on the instance wherever there are many. Nothing is filled in and no signal is sent.
    """
    if len(rows) < FEW:
        if rows:
            _insert_few(rows)
        return
    model = type(rows[0])
    if with_keys:
        _give_keys(rows)
    columns = _columns(model, with_keys)
    values = attrgetter(*(attribute for attribute, _column in columns))
    copy(model._meta.db_table, [column for _attribute, column in columns], map(values, rows))


def _insert_few(rows: Sequence[models.Model]) -> None:
    """By a statement that is worded once: wording it takes longer than running it."""
    model, connection = type(rows[0]), connections[router.db_for_write(type(rows[0]))]
    fields = _written(model)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(model, len(rows)), values)
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk, row._state.adding, row._state.db = key, False, connection.alias


@lru_cache
def _insertion(model: type[models.Model], count: int) -> str:
    columns = [str(field.column) for field in _written(model)]
    row = f"({', '.join(['%s'] * len(columns))})"
    return (
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "  # noqa: S608 - names alone
        f"VALUES {', '.join([row] * count)} RETURNING {model._meta.pk.column}"
    )


@lru_cache
def _written(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """All but the key, which the database gives."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Writes new rows whose keys nobody needs, given by the values of these columns: `insert_many` without a model
    instance for each, which takes longer than all the rest."""
    if len(rows) < FEW:
        insert_many([model(**dict(zip(columns, row, strict=True))) for row in rows])
    else:
        copy(model._meta.db_table, columns, rows)


def update_many(rows: Sequence[models.Model], columns: Sequence[str]) -> None:
    """Writes these columns of rows that are there, all of one model, in one statement: `bulk_update` writes a CASE of
    as many branches as there are rows. For plain columns, as above; locks are the caller's."""
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    table = connection.ops.quote_name(model._meta.db_table)
    by_name = {field.name: field for field in model._meta.concrete_fields}
    fields = [model._meta.pk, *(by_name[name] for name in columns)]
    names = [connection.ops.quote_name(str(field.column)) for field in fields]
    given = ", ".join(f"%s::{_array(str(field.db_type(connection)))}" for field in fields)
    written = ", ".join(f"{name} = v.{name}" for name in names[1:])
    statement = (
        f"UPDATE {table} SET {written} FROM unnest({given}) AS v({', '.join(names)})"  # noqa: S608 - names alone
        f" WHERE {table}.{names[0]} = v.{names[0]}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [[getattr(row, field.attname) for row in rows] for field in fields])


def _array(column_type: str) -> str:
    """Without the length, which a cast would cut to and a column refuses to exceed: "varchar(20)" → "varchar[]"."""
    return f"{column_type.partition('(')[0]}[]"


def _give_keys(rows: Sequence[models.Model]) -> None:
    meta = rows[0]._meta
    for row, value in zip(rows, keys(meta.db_table, len(rows)), strict=True):
        setattr(row, meta.pk.attname, value)
        row._state.adding = False


@lru_cache
def _columns(model: type[models.Model], with_keys: bool) -> list[tuple[str, str]]:
    fields = [field for field in model._meta.concrete_fields if with_keys or not field.primary_key]
    return [(field.attname, str(field.column)) for field in fields]
