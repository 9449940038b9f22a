"""Indexes are built after the rows, in one go, and are afterwards the very same indexes as before."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def built_afterwards(cursor: Any, table: str) -> Iterator[None]:
    """They sleep while the block writes, and are rebuilt, uniqueness checked, when it ends.

    Dropping them and making them anew would not do: PostgreSQL reads its own definition of a partial index back in
    another form. Needs a superuser, and a database that nobody else works in.
    """
    cursor.execute("UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = %s::regclass", [table])
    yield
    cursor.execute(f"REINDEX TABLE {table}")
    cursor.execute("SELECT count(*) FROM pg_index WHERE indrelid = %s::regclass AND NOT indisvalid", [table])
    (asleep,) = cursor.fetchone()
    if asleep:
        raise RuntimeError(f"{asleep} indexes of {table} were not built")
