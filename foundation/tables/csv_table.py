import csv
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.tables import limits
from foundation.tables.csv_dialect import dialect_of, oversize_column
from foundation.tables.csv_lines import Lines
from foundation.tables.encodings import coding_of
from foundation.tables.errors import TableError
from foundation.tables.header import read_header
from foundation.tables.rows import BadRow, Row
from foundation.tables.table import Table
from foundation.tables.texts import fault_of

# The csv module knows one limit for the whole process. This one is for quotation marks that never close; a cell that is
# merely too large is told of by its name.
csv.field_size_limit(limits.LINE)


class CsvTable(Table):
    format = "csv"

    def __init__(self, path: Path) -> None:
        self.sheets = []
        coding = coding_of(path)
        self.encoding = coding.name
        dialect = dialect_of(path, coding=coding)
        self._delimiter = dialect.delimiter
        self._lines = Lines(path, coding=coding, too_long=self._line_too_long)
        # Strict: a stray quotation mark is told of, instead of swallowing the rows up to the next one.
        self._reader = csv.reader(self._lines, delimiter=self._delimiter, strict=True)
        self.header: list[str] = []
        try:
            self._read_header(above=dialect.above)
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[Row | BadRow]:
        reader, lines, header, width = self._reader, self._lines, self.header, len(self.header)
        before = reader.line_num
        while True:
            try:
                for cells in reader:
                    line, before = before + 1, reader.line_num
                    if len(cells) != width or lines.are_suspicious or before > line:
                        odd = self._odd_row(line, cells)
                        if odd is not None:
                            yield odd
                    elif any(map(str.strip, cells)):
                        yield Row(line, dict(zip(header, cells, strict=False)))
                return
            except csv.Error as error:
                line, before = before + 1, reader.line_num
                yield self._broken_row(line, error)

    @property
    def share_read(self) -> float:
        return self._lines.share_read

    def close(self) -> None:
        self._lines.close()

    def _read_header(self, *, above: int) -> None:
        """The first filled row after those that stand `above` the header."""
        before = 0
        try:
            for cells in self._reader:
                if any(map(str.strip, cells)):
                    if not above:
                        self.header_line = before + 1
                        self.header = read_header(cells, line=self.header_line)
                        return
                    above -= 1
                before = self._reader.line_num
        except csv.Error as error:
            raise TableError(_("表头的引号不成对，或单元格过大。"), line=before + 1) from error
        raise TableError(_("文件里没有内容。"))

    def _odd_row(self, line: int, cells: list[str]) -> Row | BadRow | None:
        """A row of another width, of several lines, or in a file that has NUL bytes or very long lines."""
        width = len(self.header)
        if not any(map(str.strip, cells)):
            return None
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) != width:
            return BadRow(line, "", self._ragged(line, len(cells)))
        for name, cell in zip(self.header, cells, strict=True):
            fault = fault_of(cell)
            if fault:
                return BadRow(line, name, fault)
        return Row(line, dict(zip(self.header, cells, strict=True)))

    def _ragged(self, line: int, columns: int) -> str:
        words = {"n": columns, "width": len(self.header), "last": self._reader.line_num}
        sentence = _("本行有 %(n)d 列，表头有 %(width)d 列。") % words
        if self._reader.line_num > line:
            sentence += _("引号使它一直到第 %(last)d 行，请检查引号。") % words
        return sentence

    def _broken_row(self, line: int, error: csv.Error) -> BadRow:
        """The reader goes on with the line after. In a cell without end nobody knows where the next row begins."""
        if "field limit" in str(error):
            raise TableError(_("引号没有闭合，单元格超过 %d 字。") % limits.LINE, line=line)
        sentence = _("引号不成对：含引号的单元格应当整个用引号括起，里面的引号写两遍。")
        last = self._reader.line_num
        return BadRow(line, "", sentence + (_("本行至第 %d 行都没有读入。") % last if last > line else ""))

    def _line_too_long(self, line: int, beginning: str) -> TableError:
        number = oversize_column(beginning, delimiter=self._delimiter)
        if number > limits.COLUMNS:
            return TableError(_("超过 %d 列。") % limits.COLUMNS, line=line)
        column = self.header[number - 1] if number <= len(self.header) else number
        return TableError(_("单元格超过 %d 字。") % limits.CELL, line=line, column=column)
