"""What the columns of an unknown file probably mean, by their names; a person looks over it."""

import re
import tomllib
from collections.abc import Sequence

from cases import data
from kernel.texts import normalise

_WORDS: dict[str, list[str]] = tomllib.loads((data.FOLDER / "column_words.toml").read_text(encoding="utf-8"))
_PAIRS = [(word, one) for one, words in _WORDS.items() for word in words]


def guess(header: Sequence[str]) -> dict[str, str]:
    """The field of each column that can be guessed; each field once. Exact names come before those that hold a
    word of ours, and longer words before shorter ones."""
    claims = sorted(
        (name != word, -len(word), at, column, one)
        for at, column in enumerate(header)
        for name in [bare(column)]
        for word, one in _PAIRS
        if name == word or (len(word) > 1 and not word.isascii() and word in name)
    )
    guessed: dict[str, str] = {}
    for _inexact, _length, _at, column, one in claims:
        if column not in guessed and one not in guessed.values():
            guessed[column] = one
    return guessed


def bare(column: str) -> str:
    """The name as it is compared: normalised, without what stands in brackets."""
    return re.sub(r"[（(].*?[)）]|[\s_-]", "", normalise(column))
