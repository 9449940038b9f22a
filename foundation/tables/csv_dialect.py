"""Which character parts the columns, where the header stands, and which column of a broken line is to blame."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from foundation.tables import limits
from foundation.tables.encodings import Coding
from foundation.tables.heading import LOOKED_AT, filled_cells, rows_above

_DELIMITERS = (",", "\t", ";")


@dataclass(frozen=True, slots=True)
class Dialect:
    """`above` are filled rows that stand above the header."""

    delimiter: str
    above: int


def dialect_of(path: Path, *, coding: Coding) -> Dialect:
    """The delimiter by which most of the first rows have as many columns as the header, and the header most columns; a
    comma if none parts anything."""
    with path.open("rb") as file, coding.text_of(file) as text_file:
        text = text_file.read(limits.HEADING * limits.COLUMNS * 2)
    heads = {delimiter: _head(text, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: _fitness(heads[delimiter]))
    return Dialect(best, rows_above(heads[best]))


def oversize_column(line: str, *, delimiter: str) -> int:
    """The number of the first cell that is too large, or of the last one, in a line that was cut off or refused."""
    mark = re.escape(delimiter)
    cell = re.compile(rf'"(?:[^"]|"")*(?:"|\Z)[^{mark}\n]*|[^{mark}\n]*')
    at, number = 0, 1
    while True:
        found = cell.match(line, at)
        end = found.end() if found else len(line)
        if end - at > limits.CELL or end >= len(line) or line[end] != delimiter:
            return number
        at, number = end + 1, number + 1


def _head(text: str, delimiter: str) -> list[list[str]]:
    """The first rows that hold anything, as far as they can be read."""
    return list(islice((cells for cells in _rows(text, delimiter) if filled_cells(cells)), LOOKED_AT))


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text), delimiter=delimiter)
    except csv.Error:
        return


def _fitness(head: list[list[str]]) -> tuple[int, int]:
    """How many rows are as wide as the header, and how wide it is; a single column parts nothing."""
    rows = head[rows_above(head) :]
    width = len(rows[0]) if rows else 0
    return (sum(len(cells) == width for cells in rows), width) if width > 1 else (0, 0)
