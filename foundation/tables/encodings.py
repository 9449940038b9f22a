"""Which encoding a text has, decided by the whole of it: the first Chinese character may stand at its very end."""

import codecs
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.tables.errors import TableError

BOM = codecs.BOM_UTF8
_CHUNK = 1024 * 1024
_HAN = re.compile("[一-鿿]")
_CERTAINLY_UTF8 = 5
"""So many Chinese characters read as UTF-8 before the first fault are no accident of GB18030."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """How far an encoding carries: to the end, or to a fault in `line`."""

    fault_line: int | None
    han: int


def encoding_of(path: Path) -> str:
    """`utf-8-sig` (with or without the mark) or `gb18030`; raises TableError naming the line that is neither."""
    utf8 = _read_as("utf-8", path)
    if utf8.fault_line is None:
        return "utf-8-sig"
    if _has_mark(path) or utf8.han >= _CERTAINLY_UTF8:
        raise TableError(_("有不是 UTF-8 的字节，请用 UTF-8 重新导出。"), line=utf8.fault_line)
    gb = _read_as("gb18030", path)
    if gb.fault_line is None:
        return "gb18030"
    line = max(utf8.fault_line, gb.fault_line)
    raise TableError(_("既不是 UTF-8 也不是 GB18030 编码，请用 UTF-8 重新导出。"), line=line)


def _read_as(encoding: str, path: Path) -> _Reading:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line, han = 1, 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            held = decoder.getstate()[0]
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                good = (held + chunk)[: error.start]
                return _Reading(line + _lines_in(good), han + _count(good.decode(encoding, "ignore")))
            if not chunk:
                return _Reading(None, han)
            line += _lines_in(chunk)
            han += 0 if han >= _CERTAINLY_UTF8 else _count(text)


def _count(text: str) -> int:
    """Chinese characters, no more than matter."""
    return 0 if text.isascii() else sum(1 for _ in islice(_HAN.finditer(text), _CERTAINLY_UTF8))


def _lines_in(data: bytes) -> int:
    return data.count(b"\n") or data.count(b"\r")


def _has_mark(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(BOM)) == BOM
