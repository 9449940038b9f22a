"""Merged cells: only the first of them has a value, so that the rows below would seem empty where a person sees text.

They are written after the rows, and must be known before.
"""

from bisect import bisect_right

from django.utils.translation import gettext as _

from foundation.tables import limits
from foundation.tables.errors import TableError
from foundation.tables.xlsx.archive import Archive
from foundation.tables.xlsx.places import read_range
from foundation.tables.xlsx.xml import Attributes, Handler

_MOST = 100_000
_WORD = b"mergeCell"


class Merges:
    """Which rows have merged cells: ranges of rows that do not overlap, each with the first of its merges."""

    def __init__(self, ranges: list[tuple[int, int, int, int, str]], *, columns: int) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._names: list[str] = []
        for first, last, left, _right, name in sorted(ranges):
            if left > columns:
                continue
            if self._ends and first <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], last)
            else:
                self._starts.append(first)
                self._ends.append(last)
                self._names.append(name)

    def at(self, line: int) -> str | None:
        """The range that this row is part of, such as A2:A9."""
        place = bisect_right(self._starts, line) - 1
        return self._names[place] if place >= 0 and line <= self._ends[place] else None


class MergeReader(Handler):
    """`ranges` are first row, last row, first column, last column and name of each."""

    def __init__(self, archive: Archive, part: str) -> None:
        super().__init__()
        self.ranges: list[tuple[int, int, int, int, str]] = []
        if _mentions_merges(archive, part):
            self.parse_all(archive, part, most=limits.UNPACKED)

    def started(self, name: str, attributes: Attributes) -> None:
        if name == "mergeCell":
            found = read_range(attributes.get("ref", ""))
            if found is None or len(self.ranges) >= _MOST:
                raise TableError(_("合并单元格过多，请取消合并后再上传。"))
            self.ranges.append((*found, attributes["ref"]))


def _mentions_merges(archive: Archive, part: str) -> bool:
    """A look at the bytes takes a tenth of the time of parsing them."""
    before = b""
    for chunk in archive.chunks(part):
        if _WORD in before + chunk:
            return True
        before = chunk[-len(_WORD) :]
    return False
