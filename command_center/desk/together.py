"""Several counts from one statement, each along its own index."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Worded:
    """A statement and its values, in their order."""

    sql: str
    values: tuple[Any, ...]


def worded_query(rows: QuerySet[Any, Any]) -> Worded:
    sql, values = rows.query.sql_with_params()
    return Worded(sql, tuple(values))


def word_together(asked: Iterable[QuerySet[Any, Any]]) -> Worded:
    """One row of counts: how many rows each of them finds; slice them to count no further than needed."""
    parts: list[str] = []
    values: list[Any] = []
    for one in asked:
        try:
            worded = worded_query(one)
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({worded.sql}) AS found)")  # noqa: S608 - statements of the ORM
        values += worded.values
    return Worded(f"SELECT {', '.join(parts)}", tuple(values))


def counted_together(asked: Mapping[str, QuerySet[Any, Any]]) -> dict[str, int]:
    """How many rows each of them finds."""
    worded = word_together(asked.values())
    with connection.cursor() as cursor:
        cursor.execute(worded.sql, worded.values)
        return dict(zip(asked, cursor.fetchone(), strict=True))
