"""What the door writes of a case when it closes, by one statement: its columns and the lines of its course."""

import json
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

from cases.models import Case, CaseEvent


def write_change(case: Case, columns: Collection[str], events: Sequence[CaseEvent]) -> list[int]:
    """Writes these columns of the case and appends the events, in their order; tells which organizations have a part in
    the case by now."""
    worked_out = [name for name in columns if hasattr(case.__dict__.get(name), "as_sql")]
    if worked_out:  # what the database makes of a text, the ORM alone can word
        case.save(update_fields=worked_out)
    plain = tuple(sorted(set(columns).difference(worked_out)))
    values: dict[str, Any] = {f"c_{name}": _value(case, name) for name in plain}
    for name in _LINE:
        values[name] = [_plain(getattr(event, name)) for event in events]
    with connection.cursor() as cursor:
        cursor.execute(_statement(plain), {**values, "id": case.pk})
        return [organization_id for (organization_id,) in cursor.fetchall()]


def _value(case: Case, name: str) -> Any:
    field = _field(name)
    return field.get_db_prep_save(getattr(case, field.attname), connection)


def _field(name: str) -> "models.Field[Any, Any]":
    field: models.Field[Any, Any] = Case._meta.get_field(name)  # type: ignore[assignment]  # a column of the case
    return field


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


# Columns of an event as arrays, with the type of their elements.
_LINE = {
    "kind": "text",
    "at": "timestamptz",
    "actor_key": "text",
    "actor_label": "text",
    "text": "text",
    "data": "jsonb",
    "version": "integer",
}


@lru_cache
def _statement(columns: tuple[str, ...]) -> str:
    written = ", ".join(f"{_field(name).column} = %(c_{name})s" for name in columns)
    lines = ", ".join(f"%({name})s::{kind}[]" for name, kind in _LINE.items())
    return f"""
        WITH changed AS (UPDATE cases_case SET {written} WHERE id = %(id)s),
        told AS (
            INSERT INTO cases_caseevent (case_id, {", ".join(_LINE)})
            SELECT %(id)s, line.* FROM unnest({lines}) AS line
        )
        SELECT organization_id FROM cases_caseparty WHERE case_id = %(id)s
    """  # noqa: S608 - names of columns alone
