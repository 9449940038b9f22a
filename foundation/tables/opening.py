from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.paths import sentence_of
from foundation.tables.content import is_workbook
from foundation.tables.csv_table import CsvTable
from foundation.tables.errors import TableError
from foundation.tables.table import Table
from foundation.tables.xlsx.table import XlsxTable


@contextmanager
def open_table(path: Path, *, sheet: str | None = None) -> Iterator[Table]:
    """The table in this file, CSV or xlsx by its content; of a workbook the named sheet, else the first visible one
    that holds a table.

    Raises TableError, in the sentence that the person who brought the file should read.
    """
    table = _opened(path, sheet=sheet)
    try:
        yield table
    finally:
        table.close()


def _opened(path: Path, *, sheet: str | None) -> XlsxTable | CsvTable:
    try:
        if is_workbook(path):
            return XlsxTable(path, sheet=sheet)
        if sheet is not None:
            raise TableError(_("CSV 文件没有工作表。"))
        return CsvTable(path)
    except OSError as error:
        raise TableError(sentence_of(error, path)) from error
