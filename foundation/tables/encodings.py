"""Which encoding a text has, decided by the whole of it: the first Chinese character may stand at its very end."""

import codecs
import io
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from foundation.tables.errors import TableError

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"\x84\x31\x95\x33": "gb18030",
}
"""With what a text may begin that is no part of it, and what that says of the rest."""
_CHUNK = 1024 * 1024
_HAN = re.compile("[一-鿿]")
_CERTAINLY_UTF8 = 5
"""So many Chinese characters read as UTF-8 before the first fault are no accident of GB18030."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """How far an encoding carries: to the end, or to a fault in `line`."""

    fault_line: int | None
    han: int


@dataclass(frozen=True, slots=True)
class Coding:
    """`name` as people and Python know it; the text begins behind `mark` bytes."""

    name: str
    mark: int

    def text_of(self, file: BinaryIO) -> io.TextIOWrapper:
        """The text from its beginning, every kind of line end as `\\n`; closing it closes the file."""
        file.seek(self.mark)
        return io.TextIOWrapper(file, encoding=self.name, errors="strict", newline=None)


def coding_of(path: Path) -> Coding:
    """How the text is written: UTF-8, GB18030, or UTF-16 with its mark; raises TableError naming the line that is not.

    A mark of UTF-8 above a text in GB18030 comes from programs that put files together, and is only a mark.
    """
    mark = _mark_of(path)
    said = _MARKS.get(mark, "utf-8")
    if said != "utf-8":
        return _certain(Coding(said, len(mark)), path)
    utf8, gb = Coding("utf-8", len(mark)), Coding("gb18030", len(mark))
    reading = _read_as(utf8, path)
    if reading.fault_line is None:
        return utf8
    if reading.han >= _CERTAINLY_UTF8:
        raise _wrong_bytes("UTF-8", reading.fault_line)
    other = _read_as(gb, path)
    if other.fault_line is None:
        return gb
    line = max(reading.fault_line, other.fault_line)
    raise TableError(_("既不是 UTF-8 也不是 GB18030 编码，请用 UTF-8 重新导出。"), line=line)


def _certain(coding: Coding, path: Path) -> Coding:
    fault_line = _read_as(coding, path).fault_line
    if fault_line is not None:
        raise _wrong_bytes(coding.name.upper(), fault_line)
    return coding


def _wrong_bytes(name: str, line: int) -> TableError:
    return TableError(_("有不是 %s 的字节，请用 UTF-8 重新导出。") % name, line=line)


def _mark_of(path: Path) -> bytes:
    with path.open("rb") as file:
        head = file.read(4)
    return next((mark for mark in _MARKS if head.startswith(mark)), b"")


def _read_as(coding: Coding, path: Path) -> _Reading:
    decoder = codecs.getincrementaldecoder(coding.name)("strict")
    line, han = 1, 0
    with path.open("rb") as file:
        file.seek(coding.mark)
        while True:
            chunk = file.read(_CHUNK)
            held = decoder.getstate()[0]
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                good = (held + chunk)[: error.start].decode(coding.name, "ignore")
                return _Reading(line + _lines_in(good), han + _count(good))
            if not chunk:
                return _Reading(None, han)
            line += _lines_in(text)
            han += 0 if han >= _CERTAINLY_UTF8 else _count(text)


def _count(text: str) -> int:
    """Chinese characters, no more than matter."""
    return 0 if text.isascii() else sum(1 for _ in islice(_HAN.finditer(text), _CERTAINLY_UTF8))


def _lines_in(text: str) -> int:
    return text.count("\n") or text.count("\r")
