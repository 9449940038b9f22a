"""The first rows of a sheet, which tell where its table begins and how wide it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from foundation.tables.heading import LOOKED_AT, filled_cells, rows_above
from foundation.tables.xlsx.merges import Merges
from foundation.tables.xlsx.sheet import RawRow
from foundation.tables.xlsx.values import Values


@dataclass(frozen=True, slots=True)
class Head:
    """`header` is None where nothing is filled; `rest` are the rows below it."""

    header: RawRow | None
    rest: Iterator[RawRow]
    width: int = 0


def head_of(rows: Iterator[RawRow], merges: Merges, values: Values) -> Head:
    """A row with one text, merged across others, is a title however narrow the table below."""
    texts = ((row, values.looks(row[1])) for row in rows)
    first = list(islice((one for one in texts if filled_cells(one[1])), LOOKED_AT))
    below = first[rows_above([cells for _row, cells in first]) :]
    while len(below) > 1 and filled_cells(below[0][1]) == 1 and merges.at(below[0][0][0]):
        below = below[1:]
    if not below:
        return Head(None, iter(()))
    (header, cells), *others = below
    return Head(header, chain((row for row, _cells in others), rows), filled_cells(cells))
