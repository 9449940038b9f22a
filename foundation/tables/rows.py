from typing import NamedTuple


class Row(NamedTuple):
    """One row of data; `line` is where a person finds its beginning, the cells are texts by column name."""

    line: int
    cells: dict[str, str]


class BadRow(NamedTuple):
    """One row that cannot be read; `field` is the column's name, empty where the whole row is at fault."""

    line: int
    field: str
    reason: str
