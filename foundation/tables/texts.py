"""What no cell may hold: characters that no database and no Excel takes."""

import re

from django.utils.translation import gettext as _

from foundation.tables import limits

UNUSABLE = re.compile("[\0\ud800-\udfff]")


def fault_of(cell: str) -> str | None:
    """What is wrong with this text, as a sentence; None if nothing is."""
    if len(cell) > limits.CELL:
        return _("单元格有 %(n)d 字，最多允许 %(most)d 字。") % {"n": len(cell), "most": limits.CELL}
    if "\0" in cell:
        return _("含有空字符（NUL）。")
    if UNUSABLE.search(cell):
        return _("含有不成对的代理字符，不是有效的文字。")
    return None
