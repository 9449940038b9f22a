"""A text file as the lines that csv.reader wants, with bounded memory."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

from foundation.tables import limits
from foundation.tables.encodings import Coding

CHUNK = 256 * 1024

LineTooLong = Callable[[int, str], Exception]
"""Makes the error from the line's number and its beginning."""


class Lines:
    """Lines with their `\\n`; `\\r\\n` and lone `\\r` have become `\\n`.

    Whole chunks are cut into lines by StringIO, not line by line in Python: three times as fast.
    """

    def __init__(self, path: Path, *, coding: Coding, too_long: LineTooLong) -> None:
        self._file = path.open("rb")
        self._text = coding.text_of(self._file)
        self._size = path.stat().st_size
        self._too_long = too_long
        self.are_suspicious = False
        """Once a NUL byte or a line longer than a cell may be was seen: from then on every cell is looked at."""

    def __iter__(self) -> Iterator[str]:
        line, rest = 1, ""
        while chunk := self._text.read(CHUNK):
            end = chunk.rfind("\n") + 1
            lines = io.StringIO(rest + chunk[:end]).readlines() if end else []
            rest = chunk[end:] if end else rest + chunk
            longest = max(map(len, lines), default=0)
            self.are_suspicious = self.are_suspicious or longest > limits.CELL or "\0" in chunk
            if longest > limits.LINE or len(rest) > limits.LINE:
                raise self._complaint(lines, rest, line=line)
            yield from lines
            line += len(lines)
        self.are_suspicious = self.are_suspicious or len(rest) > limits.CELL
        if rest:
            yield rest

    def _complaint(self, lines: list[str], rest: str, *, line: int) -> Exception:
        for text in [*lines, rest]:
            if len(text) > limits.LINE:
                break
            line += 1
        return self._too_long(line, text)

    @property
    def share_read(self) -> float:
        return min(self._file.tell() / self._size, 1.0) if self._size else 1.0

    def close(self) -> None:
        self._text.close()
