"""Which numbers are dates, and which are codes with leading zeros: Excel tells by the format of the cell."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from foundation.tables.xlsx.archive import Archive
from foundation.tables.xlsx.xml import Attributes, Handler

# The date formats of Chinese Excel, absent from openpyxl's table.
_CHINESE_DATES = {*range(27, 37), *range(50, 59)}
_CHINESE_TIMES = {32, 33, 34, 35, 55, 56}
_ZEROS = re.compile(r"0{2,20}")
_MOST = 70_000
"""Excel itself stops at 65,490."""


class Kind(Enum):
    NUMBER = auto()
    DATE = auto()
    MOMENT = auto()
    DURATION = auto()


@dataclass(frozen=True, slots=True)
class Format:
    """How a number in a cell is to be read; `zeros` is the width of a code such as 000000."""

    kind: Kind
    zeros: int = 0


GENERAL = Format(Kind.NUMBER)


class _Styles(Handler):
    """`used` is the number format of each style that a cell may name, `codes` those that the workbook defines."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, str] = {}
        self.used: list[str] = []
        self._in_cell_styles = False

    def started(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt" and len(self.codes) < _MOST:
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:200]
        elif name == "cellXfs":
            self._in_cell_styles = True
        elif name == "xf" and self._in_cell_styles and len(self.used) < _MOST:
            self.used.append(attributes.get("numFmtId", "0"))

    def ended(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cell_styles = False


def read_formats(archive: Archive, part: str | None) -> list[Format]:
    """The formats that the cells' style numbers point at."""
    styles = _Styles()
    if part is not None and part in archive.parts:
        styles.parse_all(archive, part)
    known = {format_id: _format_of(format_id, styles.codes) for format_id in set(styles.used)}
    return [known[format_id] for format_id in styles.used]


def _format_of(format_id: str, codes: dict[str, str]) -> Format:
    number = int(format_id) if format_id.isascii() and format_id.isdigit() and len(format_id) < 6 else 0
    if format_id not in codes and number in _CHINESE_DATES:
        return Format(Kind.MOMENT if number in _CHINESE_TIMES else Kind.DATE)
    code = codes.get(format_id) or BUILTIN_FORMATS.get(number, "")
    if is_timedelta_format(code):
        return Format(Kind.DURATION)
    if is_date_format(code):
        return Format(Kind.MOMENT if re.search("[hs]", code, re.IGNORECASE) else Kind.DATE)
    return Format(Kind.NUMBER, zeros=len(code) if _ZEROS.fullmatch(code) else 0)
