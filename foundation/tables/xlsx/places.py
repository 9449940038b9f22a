"""Places in a sheet, as Excel names them: C5, A2:A9."""

import re
from functools import lru_cache

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


def column_of(place: str) -> int:
    """'C5' → 3; 0 for what is no place."""
    return column_number(place.rstrip("0123456789"))


@lru_cache(maxsize=2048)
def column_number(letters: str) -> int:
    """'A' → 1, 'XFD' → 16384; 0 for what names no column."""
    if not 1 <= len(letters) <= 3 or not letters.isascii() or not letters.isupper() or not letters.isalpha():
        return 0
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 → 'A', 28 → 'AB'."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_range(text: str) -> tuple[int, int, int, int] | None:
    """'B2:C9' → (first row 2, last row 9, first column 2, last column 3); None for what is no range."""
    first, _colon, last = text.partition(":")
    start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last or first)
    if not start or not end:
        return None
    return int(start[2]), int(end[2]), column_number(start[1]), column_number(end[1])
