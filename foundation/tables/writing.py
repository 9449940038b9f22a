"""Tables for people to open in Excel: written row by row, and no cell of them can be a formula."""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from kernel.times import to_local

Cell = str | int | float | date | datetime | None

ROWS_PER_SHEET = 1_000_000
_LONGEST = 32_767
"""Characters that Excel takes in a cell."""
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: Cell) -> str | int | float | None:
    """The cell as Excel may have it: texts that it would take for a formula are led by an apostrophe, times are ISO in
    the local zone, characters that XML cannot hold are replaced."""
    if isinstance(cell, datetime):
        return to_local(cell).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if not isinstance(cell, str):
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell.encode("utf-8", "replace").decode())
    text = f"'{text}" if text.startswith(_STARTS_FORMULA) else text
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def write_report(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str = "Sheet1") -> int:
    """An xlsx file at `path`, whole or not at all; says how many rows. Beyond a million it goes on in another sheet."""
    book = Workbook(write_only=True)
    try:
        written = _fill(book, header, rows, sheet=sheet)
    except BaseException:
        for page in book.worksheets:  # openpyxl keeps a temporary file for each
            page.close()
            page._writer.cleanup()
        raise
    with _whole(path) as part:
        book.save(part)
    return written


def _fill(book: Workbook, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str) -> int:
    remaining, written = iter(rows), 0
    while True:
        page = book.create_sheet(sheet if not written else f"{sheet} {written // ROWS_PER_SHEET + 1}")
        page.freeze_panes = "A2"
        page.append([harmless(name) for name in header])
        before = written
        for row in islice(remaining, ROWS_PER_SHEET):
            page.append([harmless(cell) for cell in row])
            written += 1
        if written - before < ROWS_PER_SHEET:
            return written


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """A CSV file in UTF-8 with the mark by which Excel knows it; whole or not at all; says how many rows."""
    written = 0
    with _whole(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([harmless(name) for name in header])
        for row in rows:
            writer.writerow([harmless(cell) for cell in row])
            written += 1
    return written


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file beside it that takes its place at the end: nobody ever downloads half a report."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
