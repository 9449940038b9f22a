"""Tables that people bring: CSV and xlsx read row by row, whatever was done to the file, and written for Excel.

`with open_table(path) as table: for row in table: …` gives a `Row` for each row that can be read and a `BadRow` for
each that cannot; only what spoils the whole file raises `TableError`. Memory does not grow with the file.
"""

from foundation.tables.errors import TableError
from foundation.tables.opening import open_table
from foundation.tables.rows import BadRow, Row
from foundation.tables.table import Table
from foundation.tables.writing import write_csv, write_report

__all__ = ["BadRow", "Row", "Table", "TableError", "open_table", "write_csv", "write_report"]
