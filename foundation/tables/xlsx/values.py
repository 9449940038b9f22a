"""A cell's value as the text that a person would have typed: numbers without .0, times as 2026-11-22 08:15:00."""

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from foundation.tables import limits
from foundation.tables.texts import fault_of
from foundation.tables.xlsx.formats import GENERAL, Format, Kind
from foundation.tables.xlsx.sheet import RawCell
from foundation.tables.xlsx.strings import Strings

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LARGEST_EXACT = 10**15
_LAST_DAY = 2_958_466
"""31 December 9999 is the day before."""


class CellFault(Exception):
    """This cell cannot be read; the text is the sentence for the report."""


class Values:
    """What it takes to read the cells of one workbook."""

    def __init__(self, strings: Strings, formats: list[Format], *, counts_from_1904: bool) -> None:
        self._strings = strings
        self._formats = formats
        self._epoch = MAC_EPOCH if counts_from_1904 else WINDOWS_EPOCH

    def text_of(self, cell: RawCell) -> str:
        """The cell as text; empty without a value. Raises CellFault."""
        if cell.is_formula:
            raise CellFault(_("是公式，请复制后“选择性粘贴—数值”再上传。"))
        if len(cell.text) > limits.CELL:
            raise CellFault(_("单元格超过 %d 字。") % limits.CELL)
        if not cell.text:
            return ""
        if cell.kind == "n":
            return self._number(cell)
        if cell.kind == "b":
            return "TRUE" if cell.text == "1" else "FALSE"
        if cell.kind == "e":
            raise CellFault(_("是错误值 %s。") % cell.text[:20])
        return self._checked(self._shared(cell.text) if cell.kind == "s" else cell.text)

    def looks(self, cells: Sequence[RawCell]) -> list[str]:
        """A row at a glance, from its first column on: what cannot be read is there all the same."""
        texts = [""] * (cells[-1].column if cells else 0)
        for cell in cells:
            try:
                texts[cell.column - 1] = self.text_of(cell)
            except CellFault as fault:
                texts[cell.column - 1] = str(fault)
        return texts

    def _shared(self, number: str) -> str:
        text = self._strings.get(int(number)) if number.isdecimal() and len(number) < 10 else None
        if text is None:
            raise CellFault(_("指向不存在的文本，工作簿已损坏。"))
        return text

    def _checked(self, text: str) -> str:
        if "_x" in text:  # so Excel writes what XML cannot hold: _x000D_
            text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n")
        fault = fault_of(text)
        if fault:
            raise CellFault(fault)
        return text

    def _number(self, cell: RawCell) -> str:
        style = int(cell.style) if cell.style.isdecimal() and len(cell.style) < 6 else 0
        form = self._formats[style] if style < len(self._formats) else GENERAL
        try:
            number = float(cell.text)
        except ValueError:
            raise CellFault(_("不是有效的数字。")) from None
        if not math.isfinite(number):
            raise CellFault(_("不是有效的数字。"))
        return plain_number(number, zeros=form.zeros) if form.kind is Kind.NUMBER else self._moment(number, form.kind)

    def _moment(self, number: float, kind: Kind) -> str:
        if not 0 <= number < _LAST_DAY:
            raise CellFault(_("不是有效的日期。"))
        if kind is Kind.DURATION:
            seconds = round(number * 86_400)
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        value: datetime | time = from_excel(number, self._epoch)
        if isinstance(value, time):
            return value.replace(microsecond=0).isoformat()
        moment = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        is_day = kind is Kind.DATE and number == int(number)
        return date(moment.year, moment.month, moment.day).isoformat() if is_day else moment.isoformat(sep=" ")


def plain_number(number: float, *, zeros: int = 0) -> str:
    """12.0 → '12', 0.1 → '0.1', 1e-7 → '0.0000001'; 7 shown as 007 → '007'. Raises CellFault where digits are lost."""
    if abs(number) >= _LARGEST_EXACT:
        raise CellFault(_("数字超过 15 位，Excel 已丢失末几位：请把这一列设为文本格式后重新填写。"))
    if number == int(number):
        return str(int(number)).zfill(zeros)
    return format(Decimal(repr(number)), "f")
