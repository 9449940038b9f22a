"""导出配置: a workbook that can be filled in and brought back."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kernel.actors import Actor
from organizations.sheets.cells import disarmed
from organizations.sheets.columns import Column, DateColumn, Directory, MomentColumn, NumberColumn
from organizations.sheets.sheet import Sheet

_BOLD, _WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
# Excel takes a list of this many characters in the rule itself; longer ones stand on a hidden sheet.
_LONGEST_LIST = 250
# Rows below the last one that the lists and formats still serve.
_SPARE_ROWS = 500
_TEXT = "@"


def export_workbook(sheet: Sheet[Any], *, actor: Actor) -> bytes:
    """The rows as they stand, an explanation of each column, lists to choose from. Raises NotAllowed."""
    sheet.require_export(actor)
    stored = list(sheet.stored())
    directory = sheet.directory(stored)
    book = Workbook()
    data: Worksheet = book.worksheets[0]
    data.title = str(sheet.title)
    _fill(data, sheet, stored, directory)
    _explain(book.create_sheet(_("说明")), sheet, directory)
    _offer(book, data, sheet, directory, last=len(stored) + 1 + _SPARE_ROWS)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(data: Worksheet, sheet: Sheet[Any], stored: Iterable[Any], directory: Directory) -> None:
    _write_row(data, 1, [column.heading for column in sheet.columns], bold=True)
    for number, obj in enumerate(stored, start=2):
        cells = [column.cell(column.get(obj), directory) for column in sheet.columns]
        _write_row(data, number, cells)
    data.freeze_panes = "A2"
    data.auto_filter.ref = data.dimensions
    for number, column in enumerate(sheet.columns, start=1):
        data.column_dimensions[get_column_letter(number)].width = column.width


def _write_row(data: Worksheet, row: int, values: Iterable[Any], *, bold: bool = False) -> None:
    for number, value in enumerate(values, start=1):
        cell = data.cell(row=row, column=number)
        if isinstance(value, str):
            # As text, whatever it looks like: codes keep their zeros, and nothing becomes a formula.
            cell.value = disarmed(value) or None
            cell.data_type = "s" if value else "n"
            cell.number_format = _TEXT
        else:
            cell.value = value
        if bold:
            cell.font = _BOLD


def _explain(page: Worksheet, sheet: Sheet[Any], directory: Directory) -> None:
    general = [
        str(sheet.about),
        _("第一行是各列的名称，不要改动；不需要的列可以整列删去，已有的内容就不变。"),
        _("导入前先预览：逐格列出改动和错误，有一处错误就整份不导入。文件里没有的行不受影响。"),
    ]
    for number, sentence in enumerate(general, start=1):
        _write_row(page, number, [sentence])
    top = len(general) + 2
    _write_row(page, top, [_("列"), _("必填"), _("说明"), _("可填内容"), _("例子")], bold=True)
    for number, column in enumerate(sheet.columns, start=top + 1):
        _write_row(page, number, _explained(column, directory))
        for cell in page[number]:
            cell.alignment = _WRAPPED
    for letter, width in zip("ABCDE", (14, 10, 50, 40, 24), strict=True):
        page.column_dimensions[letter].width = width


def _explained(column: Column, directory: Directory) -> list[str]:
    choices = list(column.choices(directory))
    needed = _("只供查看") if column.is_shown_only else _("必填") if column.required else ""
    told = "、".join(choices) if choices and column.is_strict else _("见下拉列表") if choices else _form(column)
    return [column.heading, needed, str(column.help), told, column.example]


def _form(column: Column) -> str:
    if isinstance(column, DateColumn):
        return _("日期")
    if isinstance(column, MomentColumn):
        return _("日期和钟点")
    return _("数字") if isinstance(column, NumberColumn) else _("文字")


def _offer(book: Workbook, data: Worksheet, sheet: Sheet[Any], directory: Directory, *, last: int) -> None:
    """Drop-down lists, and the text format for the rows still to be filled in."""
    lists = book.create_sheet(_("选项"))
    lists.sheet_state = "hidden"
    for number, column in enumerate(sheet.columns, start=1):
        choices = [disarmed(choice) for choice in column.choices(directory)]
        letter = get_column_letter(number)
        if choices:
            rule = DataValidation(type="list", formula1=_source(lists, letter, choices), allow_blank=True)
            rule.showErrorMessage = column.is_strict
            rule.error = _("请从下拉列表中选择。")
            rule.add(f"{letter}2:{letter}{last}")
            data.add_data_validation(rule)
        if not isinstance(column, DateColumn | NumberColumn):
            data.column_dimensions[letter].number_format = _TEXT


def _source(lists: Worksheet, letter: str, choices: list[str]) -> str:
    inline = ",".join(choices)
    if (
        len(inline) <= _LONGEST_LIST
        and not any(mark in inline for mark in '"')
        and inline.count(",") + 1 == len(choices)
    ):
        return f'"{inline}"'
    for row, choice in enumerate(choices, start=1):
        cell = lists[f"{letter}{row}"]
        cell.value, cell.data_type = choice, "s"
    return f"'{lists.title}'!${letter}$1:${letter}${len(choices)}"
