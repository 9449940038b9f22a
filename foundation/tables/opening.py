from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

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
    table: XlsxTable | CsvTable
    if is_workbook(path):
        table = XlsxTable(path, sheet=sheet)
    elif sheet is not None:
        raise TableError(_("CSV 文件没有工作表。"))
    else:
        table = CsvTable(path)
    try:
        yield table
    finally:
        table.close()
