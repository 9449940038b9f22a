"""What an import must remember of a whole file, kept on disk: the numbers it met, and why rows stayed outside."""

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from cases.imports.drafts import Draft, Refusal


class Met(NamedTuple):
    """A row of the same file with the same number."""

    line: int
    is_same: bool


class Notebook:
    """A private file that goes when it is closed; the memory of a million numbers would not stay flat."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._base.execute("CREATE TABLE met (key BLOB PRIMARY KEY, line INT, said BLOB) WITHOUT ROWID")
        self._base.execute("CREATE TABLE refusal (line INT, field TEXT, reason TEXT)")
        self._base.execute("BEGIN")

    def meet(self, draft: Draft) -> Met | None:
        """The row that brought this number before; None when it is new, and it is then remembered."""
        key, said = _digest("\0".join(draft.key)), _digest(draft.fingerprint + draft.end_fingerprint)
        if self._base.execute("INSERT OR IGNORE INTO met VALUES (?, ?, ?)", (key, draft.line, said)).rowcount:
            return None
        line, before = self._base.execute("SELECT line, said FROM met WHERE key = ?", (key,)).fetchone()
        return Met(line, before == said)

    def refuse(self, refusals: list[Refusal]) -> None:
        self._base.executemany("INSERT INTO refusal VALUES (?, ?, ?)", refusals)

    def refusals(self) -> Iterator[Refusal]:
        """All of them, in the order of the file."""
        return (
            Refusal(*row) for row in self._base.execute("SELECT line, field, reason FROM refusal ORDER BY line, rowid")
        )

    def close(self) -> None:
        self._base.close()


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
