"""Model instances out of SQL that was worded once.

The ORM takes longer to word a wide question than the database to answer it; what every call asks is therefore written
out, from the columns of the models themselves.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
Convert = Callable[[Any], Any]


class Columns(Generic[M]):
    """The columns of a model, all but those left out, which stay deferred."""

    def __init__(self, model: type[M], *left_out: str) -> None:
        self._model = model
        self._fields = [field for field in model._meta.concrete_fields if field.name not in left_out]
        self._names = [field.attname for field in self._fields]
        self._from_row = [(n, ask) for n, field in enumerate(self._fields) if (ask := _from_db(field))]
        self._from_json = [
            (n, ask) for n, field in enumerate(self._fields) if (ask := _FROM_JSON.get(field.get_internal_type()))
        ]

    def __len__(self) -> int:
        return len(self._fields)

    @property
    def table(self) -> str:
        return self._model._meta.db_table

    def of(self, alias: str) -> str:
        """For SELECT and for `json_build_array`. Without lengths: a question that is planned already would refuse to
        answer once a column was made wider."""
        return ", ".join(f"{alias}.{field.column}{_WIDE.get(field.get_internal_type(), '')}" for field in self._fields)

    def from_row(self, values: Sequence[Any]) -> M:
        """The instance whose columns the database gave in this order."""
        return self._made(values, self._from_row)

    def from_json(self, values: Sequence[Any]) -> M:
        """The instance that came as a `json_build_array` of these columns, read by `read_json`."""
        made = self._made(values, self._from_json)
        for n, convert in self._from_row:
            setattr(made, self._names[n], convert(getattr(made, self._names[n])))
        return made

    def _made(self, values: Sequence[Any], conversions: Sequence[tuple[int, Convert]]) -> M:
        row = list(values)
        for n, convert in conversions:
            if row[n] is not None:
                row[n] = convert(row[n])
        return self._model.from_db(connection.alias, self._names, row)


def read_json(text: str) -> Any:
    """What `json_build_…` wrote, its numbers to the last digit."""
    return json.loads(text, parse_float=Decimal)


def _from_db(field: "models.Field[Any, Any]") -> Convert | None:
    own = getattr(field, "from_db_value", None)
    return None if own is None else lambda value: own(value, None, connection)


_WIDE = {"CharField": "::text", "SlugField": "::text"}
_FROM_JSON: dict[str, Convert] = {
    "BinaryField": lambda text: bytes.fromhex(text[2:]),
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "DecimalField": Decimal,
    "FloatField": float,
    "UUIDField": UUID,
}
