"""Rows of any model through COPY: whatever a row does not name is the model's own default."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

Row = Mapping[str, Any]


def write_rows(cursor: Any, model: Any, rows: Iterable[Row]) -> None:
    """`rows` name their columns (`case_id`, not `case`), their keys among them, and all name the same ones. `cursor` is
    psycopg2's own."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    fields = model._meta.concrete_fields
    usual = {field.column: _text(field.get_default()) for field in fields if field.attname not in first}
    named = [field for field in fields if field.attname in first]
    columns = [*usual, *(field.column for field in named)]
    before = "".join(f"{text}\t" for text in usual.values())
    lines = (before + "\t".join(_text(row[field.attname]) for field in named) + "\n" for row in _from(first, rows))
    cursor.copy_expert(f"COPY {model._meta.db_table} ({', '.join(columns)}) FROM STDIN", _Lines(lines))


def next_key(cursor: Any, model: Any) -> int:
    cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {model._meta.db_table}")
    (key,) = cursor.fetchone()
    return int(key)


def go_on_behind(cursor: Any, model: Any) -> None:
    """The sequence of the keys goes on where the rows end."""
    table = model._meta.db_table
    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


def _from(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def _text(value: Any) -> str:
    """As COPY reads it."""
    match value:
        case None:
            return "\\N"
        case bool():
            return "t" if value else "f"
        case datetime():
            return value.isoformat()
        case list():
            return "{" + ",".join(map(_text, value)) + "}"
        case dict():
            value = json.dumps(value, ensure_ascii=False)
    return str(value).translate(_ESCAPED)


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class _Lines(io.TextIOBase):
    """A file whose lines are made as they are read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._left = lines, ""

    def read(self, size: int | None = -1) -> str:
        found, length = [self._left], len(self._left)
        wanted = size if size is not None and size >= 0 else None
        while wanted is None or length < wanted:
            line = next(self._lines, "")
            if not line:
                break
            found.append(line)
            length += len(line)
        whole = "".join(found)
        self._left = whole[wanted:] if wanted is not None else ""
        return whole[:wanted]
