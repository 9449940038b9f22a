"""Rows into a table by COPY, the quickest door PostgreSQL has."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import StringIO
from typing import Any

from django.db import connection

# All at once: between two pieces the driver would wait for whatever else this process is doing.
_CHUNK = 1 << 26
# In COPY's text form these four stand for themselves only behind a backslash.
_SPECIAL = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_json = json.JSONEncoder(ensure_ascii=False).encode


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Appends the rows; values are None, bool, numbers, text, aware instants, bytes, or dicts for JSON columns."""
    form = _FORMS.get
    text = "".join(["\t".join([form(type(cell), _other)(cell) for cell in row]) + "\n" for row in rows])
    if text:
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", StringIO(text), _CHUNK)


def _text(value: str) -> str:
    special = "\\" in value or "\n" in value or "\t" in value or "\r" in value
    return value.translate(_SPECIAL) if special else value


def _other(value: Any) -> str:
    return _text(str(value))


# By exact type, which is asked fifty times for each case; members of enumerations go the longer way.
_FORMS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _none: "\\N",
    str: _text,
    bool: lambda value: "t" if value else "f",
    int: str,
    float: repr,
    datetime: datetime.isoformat,
    bytes: lambda value: "\\\\x" + value.hex(),
    dict: lambda value: _text(_json(value)) if value else "{}",
}


def numbers(sequence: str, count: int) -> list[int]:
    """The next numbers of a sequence, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, count])
        return [number for (number,) in cursor.fetchall()]


def keys(table: str, count: int) -> list[int]:
    """Primary keys for rows to come, so that what hangs on them can be written without asking; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [table, count])
        return [number for (number,) in cursor.fetchall()]


_KEYS = """
    WITH its AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence)
    SELECT nextval(its.sequence) FROM its, generate_series(1, %s)
"""
