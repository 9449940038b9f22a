"""The cells of a sheet as they stand in its XML."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from foundation.tables import limits
from foundation.tables.errors import TableError
from foundation.tables.xlsx.archive import Archive
from foundation.tables.xlsx.places import LAST_COLUMN, LAST_ROW, column_of
from foundation.tables.xlsx.xml import Attributes, Handler


class RawCell(NamedTuple):
    """`kind` and `style` as the file has them; `text` is the value's, cut off just above the limit."""

    column: int
    kind: str
    style: str
    text: str
    is_formula: bool


RawRow = tuple[int, list[RawCell]]


class SheetReader(Handler):
    """Rows with their numbers, one chunk's worth at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.bytes_read = 0
        self._rows: list[RawRow] = []
        self._cells: list[RawCell] = []
        self._line = 0
        self._column = 0
        self._room = limits.LINE
        self._attributes: Attributes = {}
        self._pieces: list[str] = []
        self._length = 0
        self._in_value = self._in_guide = self._is_formula = False

    def rows(self, archive: Archive, part: str) -> Iterator[RawRow]:
        for fed in self.parse(archive, part):
            self.bytes_read = fed
            rows, self._rows = self._rows, []
            yield from rows

    def started(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t"}:
            self._in_value = not self._in_guide
        elif name == "row":
            self._start_row(attributes.get("r"))
        elif name == "f":
            self._is_formula = True
        elif name == "rPh":
            self._in_guide = True

    def ended(self, name: str) -> None:
        if name in {"v", "t"}:
            self._in_value = False
        elif name == "c":
            text = "".join(self._pieces)
            kind, style = self._attributes.get("t", "n")[:10], self._attributes.get("s", "0")[:10]
            self._cells.append(RawCell(self._column, kind, style, text, self._is_formula))
        elif name == "row":
            self._rows.append((self._line, self._cells))
            self._cells = []
        elif name == "rPh":
            self._in_guide = False

    def text(self, text: str) -> None:
        if self._in_value and self._length <= limits.CELL:
            self._length += len(text)
            self._room -= len(text)
            if self._room < 0:
                raise TableError(_("本行超过 %d 字。") % limits.LINE, line=self._line, column=self._column)
            self._pieces.append(text)

    def _start_row(self, number: str | None) -> None:
        self._line = int(number) if number and number.isdecimal() and len(number) < 10 else self._line + 1
        if self._line > LAST_ROW:
            raise TableError(_("行号超过 %d，不是正常的工作表。") % LAST_ROW)
        self._cells, self._column, self._room = [], 0, limits.LINE

    def _start_cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        column = column_of(place) if place else self._column + 1
        if not self._column < column <= LAST_COLUMN:
            raise TableError(_("单元格的位置无效，不是正常的工作表。"), line=self._line)
        self._column = column
        self._attributes = attributes
        self._pieces, self._length = [], 0
        self._in_value = self._in_guide = self._is_formula = False
