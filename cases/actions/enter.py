"""A new case and all that hangs on it, written by one statement.

Row by row it is six statements, whose wording by the ORM takes longer than everything else an order costs; intake
answers hundreds of orders a second.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from django.db import connection, models

from cases.models import Case

Fields: TypeAlias = "tuple[models.Field[Any, Any], ...]"
T = TypeVar("T")


def enter(case: Case, rows: Sequence[models.Model], *, day: str, words: str) -> bool:
    """Writes the case with the rows that hang on it, and gives it its key and number; False, with nothing written,
    when its order number is known already. `words` is what it is found by, `day` begins its number.

    The rows hang on the case that this very statement wrote: whoever loses the number to another writes none of them.
    """
    values = {"day": day, "words": words, **_values("c", case, _CASE)}
    for name, row in _named(rows):
        values |= _values(name, row, _hanging_fields(type(row)))
    with connection.cursor() as cursor:
        cursor.execute(_statement(tuple(type(row) for row in rows)), values)
        found = cursor.fetchone()
    if found is None:
        return False
    case.id, case.case_no = found
    case._state.adding, case._state.db = False, connection.alias
    del case.search  # what the database made of the words is read when somebody asks
    for row in rows:
        row.case_id = case.id  # type: ignore[attr-defined]  # every row here hangs on a case
    return True


def _named(rows: Sequence[T]) -> list[tuple[str, T]]:
    return [(f"row{place}", row) for place, row in enumerate(rows)]


def _values(name: str, row: models.Model, fields: Fields) -> dict[str, Any]:
    return {f"{name}_{f.column}": f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields}


@lru_cache
def _statement(tables: tuple[type[models.Model], ...]) -> str:
    names = ["entered", *(name for name, _table in _named(tables))]
    hanging = "".join(",\n" + _hanging(name, table, names[place]) for place, (name, table) in enumerate(_named(tables)))
    return f"""
        WITH numbered AS (SELECT nextval('case_no_sequence') AS n),
        entered AS (
            INSERT INTO cases_case (case_no, search, {_columns(_CASE)})
            SELECT %(day)s || '-' || {_NUMBER}, to_tsvector('simple', %(words)s), {_places("c", _CASE)} FROM numbered
            ON CONFLICT (source, order_no) DO NOTHING RETURNING id AS case_id, case_no
        ){hanging}
        SELECT case_id, case_no FROM entered
    """  # noqa: S608 - names of tables and columns alone


def _hanging(name: str, table: type[models.Model], before: str) -> str:
    """Reads the case from the row before, so that keys are given in the order of the rows."""
    fields = _hanging_fields(table)
    return f"""{name} AS (
            INSERT INTO {table._meta.db_table} (case_id, {_columns(fields)})
            SELECT case_id, {_places(name, fields)} FROM {before} RETURNING case_id
        )"""  # noqa: S608


@lru_cache
def _hanging_fields(table: type[models.Model]) -> Fields:
    return _fields(table, "id", "case")


def _fields(table: type[models.Model], *left_out: str) -> Fields:
    return tuple(one for one in table._meta.concrete_fields if one.name not in left_out)


def _columns(fields: Fields) -> str:
    return ", ".join(str(field.column) for field in fields)


def _places(name: str, fields: Fields) -> str:
    return ", ".join(f"%({name}_{field.column})s" for field in fields)


_CASE = _fields(Case, "id", "case_no", "search")
# Six digits at least; the millionth case of a district simply has more.
_NUMBER = "lpad(n::text, greatest(6, length(n::text)), '0')"
