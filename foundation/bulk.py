"""Many rows of one table at once: a third of what `bulk_create` takes."""

from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter

from django.db import models

from foundation.copying import copy, keys

# Below, what COPY costs to begin is more than it saves.
FEW = 20


def insert_many(rows: Sequence[models.Model]) -> None:
    """Writes new rows, all of one model, and gives them their keys; in the caller's transaction.

    For models of plain columns with a sequence of their own: a value is written as it stands on the instance, no
    field's own preparing is asked, nothing is filled in and no signal is sent.
    """
    if len(rows) < FEW:
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)
        return
    model = type(rows[0])
    key = model._meta.pk.attname
    for row, value in zip(rows, keys(model._meta.db_table, len(rows)), strict=True):
        setattr(row, key, value)
        row._state.adding = False
    columns = _columns(model)
    values = attrgetter(*(attribute for attribute, _column in columns))
    copy(model._meta.db_table, [column for _attribute, column in columns], map(values, rows))


@lru_cache
def _columns(model: type[models.Model]) -> list[tuple[str, str]]:
    return [(field.attname, str(field.column)) for field in model._meta.concrete_fields]
