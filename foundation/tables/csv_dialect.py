"""Which character parts the columns, and which column of a broken line is to blame."""

import csv
import io
import itertools
import re
from pathlib import Path

from foundation.tables import limits

_DELIMITERS = (",", "\t", ";")


def delimiter_of(path: Path, *, encoding: str) -> str:
    """The one that gives the header most columns; a comma if none gives more than one."""
    with path.open(encoding=encoding, newline=None) as file:
        text = file.read(limits.HEADING * limits.COLUMNS * 2)
    lines = io.StringIO(text)
    head = "".join(itertools.dropwhile(lambda line: not line.strip(), lines))
    return max(_DELIMITERS, key=lambda delimiter: _columns(head, delimiter))


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


def _columns(head: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader(io.StringIO(head), delimiter=delimiter), []))
    except csv.Error:
        return 0
