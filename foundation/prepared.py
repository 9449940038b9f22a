"""Wide questions that every call asks: the database plans them once for each connection, since planning takes three
times as long as answering.

A prepared statement lives as long as its connection, whatever becomes of the transaction. A pooler that hands one
connection to several transactions must know of them.
"""

from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

_known: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()


class Prepared:
    """A statement with `$1`, `$2`, … of these types; its columns are named one by one, so that a column that a later
    version adds changes nothing."""

    def __init__(self, sql: str, *types: str) -> None:
        self._name = f"center_{sha256(sql.encode()).hexdigest()[:16]}"
        self._text = f"PREPARE {self._name} ({', '.join(types)}) AS {sql}"
        self._call = f"EXECUTE {self._name} ({', '.join(['%s'] * len(types))})"

    def call(self) -> str:
        """To be executed with its values, on its own or after others in one go; prepares it where it is not yet."""
        with connection.cursor() as cursor:
            names = _known.setdefault(connection.connection, set())
            if self._name not in names:
                cursor.execute(self._text)
                names.add(self._name)
        return self._call
