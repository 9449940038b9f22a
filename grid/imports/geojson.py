"""GeoJSON read feature by feature: a file of any length needs the memory of its longest feature."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

_CHUNK = 1 << 18  # characters
# A district's border has some thousand vertices, half a megabyte; what is a hundred times longer is no feature.
LONGEST_FEATURE = 50_000_000
_SPACE = " \t\r\n"
_WORDS = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
_NUMERALS = set("0123456789+-.eE")
_LONGEST_WORD = 9
_decoder = json.JSONDecoder()


class BadGeoJson(Exception):
    """The file cannot be read on; `kind` says why, `features` how many were read before."""

    def __init__(self, kind: str, *, features: int = 0, detail: str = "") -> None:
        super().__init__(kind)
        self.kind, self.features, self.detail = kind, features, detail


class GeoJsonReader:
    """Iterate for the features as parsed JSON; `members` fills with the other members of the collection meanwhile."""

    def __init__(self, path: Path) -> None:
        self.members: dict[str, Any] = {}
        self._path = path
        self._buffer, self._at, self._is_all = "", 0, False
        self._features = 0
        self._has_list = False

    def __iter__(self) -> Iterator[Any]:
        try:
            with self._path.open(encoding="utf-8-sig", newline="") as self._file:
                yield from self._collection()
        except UnicodeDecodeError as error:
            raise self._bad("wrong_encoding") from error
        except RecursionError as error:
            raise self._bad("malformed_json") from error

    _file: TextIO

    def _collection(self) -> Iterator[Any]:
        if not self._next():
            raise self._bad("empty_file")
        self._expect("{")
        while (mark := self._next()) != "}":
            if self.members or self._has_list:
                self._expect(",")
            elif mark == ",":
                raise self._bad("malformed_json")
            name = self._value()
            self._expect(":")
            if name == "features" and self._next() == "[":
                yield from self._list()
            else:
                self.members[str(name)] = self._value()
        self._at += 1
        if self._next():
            raise self._bad("malformed_json")
        if not self._has_list:
            yield from self._lone_feature()

    def _list(self) -> Iterator[Any]:
        self._expect("[")
        self._has_list = True
        first = True
        while self._next() != "]":
            if not first:
                self._expect(",")
            first = False
            feature = self._value()
            self._features += 1
            yield feature
        self._at += 1

    def _lone_feature(self) -> Iterator[Any]:
        """A file may hold one feature without a collection around it."""
        if self.members.get("type") != "Feature":
            raise self._bad("not_geojson", detail=str(self.members.get("type", ""))[:40])
        yield self.members

    def _next(self) -> str:
        """The next character that is no space; "" at the end. An end inside the collection is `_expect`'s to tell."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def _expect(self, mark: str) -> None:
        found = self._next()
        if found != mark:
            raise self._bad("malformed_json" if found else "truncated_json")
        self._at += 1

    def _value(self) -> Any:
        """One JSON value; reads on, in steps that double, until it is whole."""
        if not self._next():
            raise self._bad("truncated_json")
        wanted = _CHUNK
        while True:
            try:
                value, end = _decoder.raw_decode(self._buffer, self._at)
            except ValueError as error:
                if not (_is_cut(error) and self._more(wanted)):
                    raise self._bad(_why(error)) from error
            else:
                # A number at the end of what was read may go on.
                if end < len(self._buffer) or not self._more():
                    self._at = end
                    return value
            wanted *= 2
            if len(self._buffer) > LONGEST_FEATURE:
                raise self._bad("oversized_feature")

    def _more(self, wanted: int = _CHUNK) -> bool:
        text = "" if self._is_all else self._file.read(wanted)
        self._is_all = not text
        if text:
            self._buffer, self._at = self._buffer[self._at :] + text, 0
        return bool(text)

    def _bad(self, kind: str, *, detail: str = "") -> BadGeoJson:
        return BadGeoJson(kind, features=self._features, detail=detail)


def _is_cut(error: ValueError) -> bool:
    """Whether the text ended before the value did, so that more of the file may mend it."""
    if not isinstance(error, json.JSONDecodeError):
        return False  # a number of thousands of digits
    return len(error.doc) - error.pos <= _LONGEST_WORD or error.msg.startswith("Unterminated string")


def _why(error: ValueError) -> str:
    """What is missing at the end of the file tells one that was cut off from one that never was JSON."""
    if not (_is_cut(error) and isinstance(error, json.JSONDecodeError)):
        return "malformed_json"
    rest = error.doc[error.pos :].strip()
    is_cut = rest.startswith('"') or any(word.startswith(rest) for word in _WORDS) or set(rest) <= _NUMERALS
    return "truncated_json" if is_cut else "malformed_json"
