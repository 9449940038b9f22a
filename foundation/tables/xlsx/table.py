from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.tables.errors import TableError
from foundation.tables.header import read_header
from foundation.tables.rows import BadRow, Row
from foundation.tables.table import Table
from foundation.tables.xlsx.archive import Archive
from foundation.tables.xlsx.formats import read_formats
from foundation.tables.xlsx.merges import MergeReader, Merges
from foundation.tables.xlsx.places import column_letters
from foundation.tables.xlsx.sheet import RawCell, RawRow, SheetReader
from foundation.tables.xlsx.strings import Strings
from foundation.tables.xlsx.values import CellFault, Values
from foundation.tables.xlsx.workbook import Workbook
from foundation.tables.xlsx.xml import refuse_doctypes


class XlsxTable(Table):
    format = "xlsx"
    encoding = "utf-8"

    def __init__(self, path: Path, *, sheet: str | None) -> None:
        self._archive = Archive(path)
        self._strings: Strings | None = None
        try:
            refuse_doctypes(self._archive)
            book = Workbook(self._archive)
            self.sheets = list(book.sheets)
            self._part = _part_of(book, sheet)
            self._size = self._archive.parts[self._part].file_size if self._part in self._archive.parts else 0
            self._strings = Strings(self._archive, book.strings)
            formats = read_formats(self._archive, book.styles)
            self._values = Values(self._strings, formats, counts_from_1904=book.counts_from_1904)
            self._reader = SheetReader()
            self._rows = self._reader.rows(self._archive, self._part)
            self._read_header()
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[Row | BadRow]:
        text_of, header, width, merges = self._values.text_of, self.header, len(self.header), self._merges
        for line, raw in self._rows:
            merged = merges.at(line)
            if merged is not None:
                yield BadRow(line, "", _("%s 是合并单元格，请取消合并，在每一行填写。") % merged)
                continue
            cells = dict.fromkeys(header, "")
            cell = None
            try:
                for cell in raw:
                    text = text_of(cell)
                    if cell.column <= width:
                        cells[header[cell.column - 1]] = text
                    elif text:
                        raise CellFault(_("有内容，但这一列没有表头。"))
            except CellFault as fault:
                yield self._bad_row(line, cell, fault)
                continue
            if any(cells.values()):
                yield Row(line, cells)

    @property
    def share_read(self) -> float:
        return min(self._reader.bytes_read / self._size, 1.0) if self._size else 1.0

    def close(self) -> None:
        if self._strings is not None:
            self._strings.close()
        self._archive.close()

    def _bad_row(self, line: int, cell: RawCell | None, fault: CellFault) -> BadRow:
        column = cell.column if cell is not None else 0
        field = self.header[column - 1] if 0 < column <= len(self.header) else ""
        return BadRow(line, field, f"{column_letters(column)}{line} {fault}")

    def _read_header(self) -> None:
        ranges = MergeReader(self._archive, self._part).ranges
        for row in self._rows:
            texts = self._header_texts(row)
            if any(text.strip() for text in texts):
                self.header_line = row[0]
                if Merges(ranges, columns=len(texts)).at(row[0]):
                    raise TableError(_("表头有合并单元格：每列应当各有一个名称，上面不要标题。"), line=row[0])
                self.header = read_header(texts, line=row[0])
                self._merges = Merges(ranges, columns=len(self.header))
                return
        raise TableError(_("工作表里没有内容。"))

    def _header_texts(self, row: RawRow) -> list[str]:
        line, cells = row
        texts = [""] * (cells[-1].column if cells else 0)
        for cell in cells:
            try:
                texts[cell.column - 1] = self._values.text_of(cell)
            except CellFault as fault:
                raise TableError(str(fault), line=line, column=column_letters(cell.column)) from fault
        return texts


def _part_of(book: Workbook, sheet: str | None) -> str:
    if not book.sheets:
        raise TableError(_("工作簿里没有可见的工作表。"))
    if sheet is None:
        return next(iter(book.sheets.values()))
    if sheet not in book.sheets:
        words = {"name": sheet, "names": "、".join(book.sheets)[:200]}
        raise TableError(_("没有工作表“%(name)s”，现有：%(names)s。") % words)
    return book.sheets[sheet]
