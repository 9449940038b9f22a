"""Where a table begins: people write a title, a date of export, a note above the names of the columns."""

from collections.abc import Sequence

from foundation.tables.errors import TableError
from foundation.tables.header import read_header

LOOKED_AT = 20
"""Filled rows at the top among which the header must be."""
_NOTE = 2


def rows_above(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first filled rows stand above the header.

    A title fills one or two cells where the table below, header and all, fills three times as many. A single wide row
    among narrow ones is no table but a row gone wrong.
    """
    filled = [filled_cells(cells) for cells in rows]
    widest = max(filled, default=0)
    are_notes = [cells <= _NOTE and 3 * cells <= widest for cells in filled]
    above = next((place for place, is_note in enumerate(are_notes) if not is_note), 0)
    below = are_notes[above:]
    is_table = below.count(False) > max(1, below.count(True)) and _is_header(rows[above])
    return above if is_table else 0


def filled_cells(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _is_header(cells: Sequence[str]) -> bool:
    try:
        return bool(read_header(cells, line=1))
    except TableError:
        return False
