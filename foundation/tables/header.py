"""The names of the columns: there, each once, and names."""

import re
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from foundation.tables import limits
from foundation.tables.errors import TableError

_VALUE = re.compile(r"[-+]?\d[\d\s.,:/年月日T-]*|.*-\d{6}-\d+|\d{4}-\d\d-\d\d.*")


def read_header(cells: Sequence[str], *, line: int) -> list[str]:
    """The names without outer blanks and without empty columns at the end; raises TableError saying what is wrong."""
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise TableError(_("没有表头：第一行应当是各列的名称。"), line=line)
    if len(names) > limits.COLUMNS:
        words = {"n": len(names), "most": limits.COLUMNS}
        raise TableError(_("有 %(n)d 列，最多允许 %(most)d 列。") % words, line=line)
    for number, name in enumerate(names, start=1):
        _check_name(name, line=line, number=number)
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise TableError(_("表头重复：%s。请给每列不同的名称。") % "、".join(repeated), line=line)
    if 2 * sum(bool(_VALUE.fullmatch(name)) for name in names) >= len(names):
        raise TableError(_("没有表头：第一行像是数据。请在最上面加一行各列的名称。"), line=line)
    return names


def _check_name(name: str, *, line: int, number: int) -> None:
    if not name:
        raise TableError(_("表头为空，请填写这一列的名称或删去这一列。"), line=line, column=number)
    if len(name) > limits.HEADING:
        raise TableError(_("表头超过 %d 字，第一行像是数据。") % limits.HEADING, line=line, column=number)
    if not name.isprintable():
        raise TableError(_("表头含有看不见的字符。"), line=line, column=number)
