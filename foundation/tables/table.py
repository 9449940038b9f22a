from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from foundation.tables.rows import BadRow, Row


class Table(ABC):
    """An opened file: the header is read and sound, the rows are read once, in order, as they are asked for."""

    format: ClassVar[str]

    header: list[str]
    header_line: int
    """Where a person finds the header: 1 unless empty lines or a title stand above it."""
    sheets: list[str]
    """Names of the visible sheets of a workbook, in order; empty for CSV."""
    encoding: str
    """`utf-8`, `gb18030`, `utf-16-le` or `utf-16-be`."""

    @abstractmethod
    def __iter__(self) -> Iterator[Row | BadRow]:
        """Rows without a filled cell are left out. Raises TableError where the file cannot be read any further."""

    @property
    @abstractmethod
    def share_read(self) -> float:
        """How much of the file has been read, 0 to 1: for a progress bar, without counting rows beforehand."""
