"""Stamps: one random value in a table of its own, by which a process knows whether what it holds in memory is true.

Asked several times in every call that decides something, so without the ORM, which takes longer to word the question
than the database to answer it.
"""

from functools import lru_cache
from uuid import UUID

from django.db import connection, models


def read_stamp(model: type[models.Model]) -> UUID | None:
    """The stamp as committed, or as renewed so far in this transaction; None before anything was written."""
    with connection.cursor() as cursor:
        cursor.execute(_question(model._meta.db_table))
        row = cursor.fetchone()
    return None if row is None else row[0]


@lru_cache
def _question(table: str) -> str:
    return f"SELECT stamp FROM {table} WHERE id = 1"  # noqa: S608 - the name of a table of ours
