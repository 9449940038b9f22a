"""A file as rows of the sheet's own columns, each cell with the address at which a person finds it."""

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from foundation.tables import BadRow, Row, Table, TableError, open_table
from kernel.errors import Invalid
from kernel.texts import normalise
from organizations.sheets.columns import Column
from organizations.sheets.remarks import CellError
from organizations.sheets.sheet import Sheet

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`raw` holds the cells by the column's field; columns that the file doesn't have are not in it."""

    number: int
    raw: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SheetFile:
    """The rows of a file, what is wrong with it as a whole, and the letter of each column that it has."""

    digest: str
    letters: Mapping[str, str]
    rows: tuple[SheetRow, ...]
    errors: tuple[CellError, ...]

    def address(self, field: str, row: int) -> str:
        return f"{self.letters[field]}{row}" if field in self.letters else f"A{row}"


def read_sheet(content: bytes, *, name: str, sheet: Sheet[Any]) -> SheetFile:
    """Raises Invalid when nothing of the file can be read; everything smaller is an error at its cell.

    A heading that we don't know is an error too: one mistyped would otherwise leave a whole column unread.
    """
    require_size(len(content))
    digest = hashlib.sha256(content).hexdigest()
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix[:8]) as file:
        file.write(content)
        file.flush()
        with open_table(Path(file.name)) as table:
            letters, errors = _headings(table, sheet)
            rows = [] if errors else _rows(table, {c.heading: c.field for c in sheet.columns}, letters, errors)
    return SheetFile(digest, letters, tuple(rows), tuple(errors))


def require_size(size: int) -> None:
    """Raises Invalid for a file larger than may be uploaded."""
    if size > MAX_BYTES:
        raise Invalid(_("文件超过 10 MB，请分成几个文件。"), code="file_too_large")


def _headings(table: Table, sheet: Sheet[Any]) -> tuple[dict[str, str], list[CellError]]:
    by_name = {normalise(column.heading): column for column in sheet.columns}
    letters: dict[str, str] = {}
    errors: list[CellError] = []
    for number, heading in enumerate(table.header, start=1):
        letter, column = get_column_letter(number), by_name.get(normalise(heading))
        if column is not None:
            letters[column.field] = letter
        elif heading.strip():
            address = f"{letter}{table.header_line}"
            errors.append(CellError(table.header_line, address, heading, "unknown_column", _unknown(heading, by_name)))
    for column in _missing(sheet, letters):
        words = _("缺少“%(heading)s”这一列。") % {"heading": column.heading}
        address = f"A{table.header_line}"
        errors.append(CellError(table.header_line, address, column.heading, "missing_column", words))
    return letters, errors


def _missing(sheet: Sheet[Any], letters: Mapping[str, str]) -> list[Column]:
    """Without the columns by which rows are found again nothing can be done, without a required one nothing added."""
    if sheet.identity and sheet.identity in letters:
        return []
    needed = [c for c in sheet.columns if c.required or (c.field in sheet.key and c.field != sheet.identity)]
    return [column for column in needed if column.field not in letters]


def _unknown(heading: str, by_name: Mapping[str, Column]) -> str:
    words = _("没有“%(heading)s”这一列。") % {"heading": heading}
    near = get_close_matches(normalise(heading), by_name, n=1, cutoff=0.5)
    return words + (_("是否指“%(near)s”？") % {"near": by_name[near[0]].heading} if near else "")


def _rows(
    table: Table, fields: Mapping[str, str], letters: Mapping[str, str], errors: list[CellError]
) -> list[SheetRow]:
    field_of = {heading: _field(heading, fields) for heading in table.header}
    rows: list[SheetRow] = []
    try:
        for row in table:
            if isinstance(row, BadRow):
                errors.append(_bad(row, letters, field_of))
            elif len(rows) >= MAX_ROWS:
                raise Invalid(_("行数超过 %(most)s 行，请分成几个文件。") % {"most": MAX_ROWS}, code="too_many_rows")
            else:
                rows.append(SheetRow(row.line, _raw(row, field_of)))
    except TableError as broken:
        at = broken.line or table.header_line
        errors.append(CellError(at, f"A{at}", "", broken.code, broken.message))
    return rows


def _field(heading: str, fields: Mapping[str, str]) -> str | None:
    known: dict[str, str] = {normalise(name): field for name, field in fields.items()}
    return known.get(normalise(heading))


def _raw(row: Row, field_of: Mapping[str, str | None]) -> dict[str, Any]:
    return {field: row.cells[heading] for heading, field in field_of.items() if field and heading in row.cells}


def _bad(row: BadRow, letters: Mapping[str, str], field_of: Mapping[str, str | None]) -> CellError:
    field = field_of.get(row.field)
    letter = letters.get(field, "A") if field else "A"
    return CellError(row.line, f"{letter}{row.line}", row.field, "unreadable", row.reason)
