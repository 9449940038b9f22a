from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.tables.errors import TableError
from foundation.tables.header import read_header
from foundation.tables.rows import BadRow, Row
from foundation.tables.table import Table
from foundation.tables.xlsx.archive import Archive
from foundation.tables.xlsx.formats import read_formats
from foundation.tables.xlsx.head import Head, head_of
from foundation.tables.xlsx.merges import MergeReader, Merges
from foundation.tables.xlsx.places import LAST_COLUMN, column_letters
from foundation.tables.xlsx.sheet import RawCell, RawRow, SheetReader
from foundation.tables.xlsx.strings import Strings
from foundation.tables.xlsx.values import CellFault, Values
from foundation.tables.xlsx.workbook import Workbook
from foundation.tables.xlsx.xml import refuse_doctypes

_MOST_SHEETS = 50
"""Sheets that are looked into."""


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
            self._strings = Strings(self._archive, book.strings)
            formats = read_formats(self._archive, book.styles)
            self._values = Values(self._strings, formats, counts_from_1904=book.counts_from_1904)
            self._name = sheet if sheet is not None else self._first_table(book)
            self._part = _part_of(book, self._name)
            self._others = {name: part for name, part in book.sheets.items() if name != self._name}
            self._size = self._archive.parts[self._part].file_size if self._part in self._archive.parts else 0
            self._reader = SheetReader()
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
            if any(map(str.strip, cells.values())):
                yield Row(line, cells)
        yield from self._unread_sheets()

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
        merges = Merges(ranges, columns=LAST_COLUMN)
        head = head_of(self._reader.rows(self._archive, self._part), merges, self._values)
        if head.header is None:
            raise TableError(_("工作表里没有内容。"))
        self._rows, line, texts = head.rest, head.header[0], self._header_texts(head.header)
        if merges.at(line):
            raise TableError(_("表头有合并单元格：每列应当各有一个名称，名称只占一行。"), line=line)
        self.header_line, self.header = line, read_header(texts, line=line)
        self._merges = Merges(ranges, columns=len(self.header))

    def _unread_sheets(self) -> Iterator[BadRow]:
        """Sheets that go on with the same columns are told of, so that nobody takes a part for the whole."""
        for name, part in islice(self._others.items(), _MOST_SHEETS):
            head = self._glance(part)
            if head.header is not None and _bare(self._values.looks(head.header[1])) == self.header:
                words = {"read": self._name, "other": name}
                reason = _("工作表“%(other)s”有同样的表头而没有读入：只读“%(read)s”，请把各表的行合到一张表里。")
                yield BadRow(1, "", reason % words)

    def _first_table(self, book: Workbook) -> str:
        """The first visible sheet that is at least half as wide as the widest: no cover, no notes, not an empty one."""
        if len(book.sheets) < 2:
            return next(iter(book.sheets), "")
        widths = {name: self._glance(part).width for name, part in islice(book.sheets.items(), _MOST_SHEETS)}
        return next(name for name, width in widths.items() if 2 * width >= max(widths.values()))

    def _glance(self, part: str) -> Head:
        try:
            return head_of(SheetReader().rows(self._archive, part), Merges([], columns=0), self._values)
        except TableError:
            return Head(None, iter(()))

    def _header_texts(self, row: RawRow) -> list[str]:
        line, cells = row
        texts = [""] * (cells[-1].column if cells else 0)
        for cell in cells:
            try:
                texts[cell.column - 1] = self._values.text_of(cell)
            except CellFault as fault:
                raise TableError(str(fault), line=line, column=column_letters(cell.column)) from fault
        return texts


def _bare(texts: list[str]) -> list[str]:
    """The names as a header has them."""
    return [" ".join(text.split()) for text in texts if text.strip()]


def _part_of(book: Workbook, sheet: str) -> str:
    if not book.sheets:
        raise TableError(_("工作簿里没有可见的工作表。"))
    if sheet not in book.sheets:
        words = {"name": sheet, "names": "、".join(book.sheets)[:200]}
        raise TableError(_("没有工作表“%(name)s”，现有：%(names)s。") % words)
    return book.sheets[sheet]
