"""The shared texts of a workbook, kept in a temporary file: only their places are held in memory."""

import mmap
import tempfile
from array import array

from foundation.tables.xlsx.archive import Archive
from foundation.tables.xlsx.xml import Attributes, Handler


class Strings:
    """The texts by number."""

    def __init__(self, archive: Archive, part: str | None) -> None:
        self._file = tempfile.TemporaryFile(prefix="center-table-")  # noqa: SIM115 - lives as long as the table
        self._ends = array("Q", [0])
        self._map: mmap.mmap | None = None
        try:
            if part is not None and part in archive.parts:
                self._read(archive, part)
            self._file.flush()
            if self._ends[-1]:
                self._map = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        except BaseException:
            self._file.close()
            raise

    def get(self, number: int) -> str | None:
        """None for a number that there is none of."""
        if not 0 <= number < len(self._ends) - 1:
            return None
        start, end = self._ends[number], self._ends[number + 1]
        return self._map[start:end].decode() if self._map is not None and end > start else ""

    def close(self) -> None:
        if self._map is not None:
            self._map.close()
        self._file.close()

    def _read(self, archive: Archive, part: str) -> None:
        collector = _Collector()
        written = 0
        for _fed in collector.parse(archive, part):
            for length in collector.lengths:
                written += length
                self._ends.append(written)
            self._file.write(b"".join(collector.pieces))
            collector.forget()


class _Collector(Handler):
    """`pieces` are the bytes gathered since the last look, `lengths` those of the texts that were finished.

    Phonetic guides (`rPh`) are no part of the text.
    """

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []
        self.lengths: list[int] = []
        self._length = 0
        self._in_text = False
        self._in_guide = False

    def forget(self) -> None:
        self.pieces, self.lengths = [], []

    def started(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self._in_text = not self._in_guide
        elif name == "rPh":
            self._in_guide = True

    def ended(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_guide = False
        elif name == "si":
            self.lengths.append(self._length)
            self._length = 0

    def text(self, text: str) -> None:
        if self._in_text:
            data = text.encode()
            self._length += len(data)
            self.pieces.append(data)
