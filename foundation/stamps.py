"""Stamps: one random value in a table of its own, by which a process knows whether what it holds in memory is true.

Asked in every call that decides something, so without the ORM, which takes longer to word the question than the
database to answer it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from uuid import UUID

from django.db import connection, models

Stamped = type[models.Model]
_steady: ContextVar[dict[Stamped, UUID | None] | None] = ContextVar("steady_stamps", default=None)


def read_stamp(model: Stamped) -> UUID | None:
    """The stamp as committed, or as renewed so far in this transaction; None before anything was written."""
    known = _steady.get()
    if known is not None and model in known:
        return known[model]
    return _read(model)[0]


@contextmanager
def steady(*models: Stamped) -> Iterator[None]:
    """Inside, these stamps are as they are now, read in one statement: one call goes by one edition of all that it
    asks. Not for a block that renews one of them itself; inside another such block it asks nothing."""
    if _steady.get() is not None:
        yield
        return
    token = _steady.set(dict(zip(models, _read(*models), strict=True)))
    try:
        yield
    finally:
        _steady.reset(token)


def _read(*models: Stamped) -> tuple[UUID | None, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_question(models))
        found: tuple[UUID | None, ...] = cursor.fetchone()
    return found


@lru_cache
def _question(models: tuple[Stamped, ...]) -> str:
    return "SELECT " + ", ".join(f"(SELECT stamp FROM {m._meta.db_table} WHERE id = 1)" for m in models)  # noqa: S608
