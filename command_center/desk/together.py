"""Several counts from one statement, each along its own index."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counted_together(asked: Mapping[str, QuerySet[Any, Any]]) -> dict[str, int]:
    """How many rows each of them finds; slice them to count no further than needed."""
    parts: list[str] = []
    values: list[Any] = []
    for one in asked.values():
        try:
            sql, of_this = one.query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) AS found)")  # noqa: S608 - statements of the ORM
        values += of_this
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return dict(zip(asked, cursor.fetchone(), strict=True))
