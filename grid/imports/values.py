"""Codes and texts out of cells and JSON values, whatever a spreadsheet made of them."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from grid.imports.layers import LEVELS, Layer

_BROKEN = re.compile(r"\N{REPLACEMENT CHARACTER}|锟斤拷|烫烫烫")
_BETWEEN_CODES = re.compile(r"[\s,;、，；|\[\]\"']+")


def text_of(value: Any) -> str:
    """A value as one line of text: 110107001001001.0 of a spreadsheet is 110107001001001, full width becomes half."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e17:
        value = int(value)
    text = unicodedata.normalize("NFKC", str(value)).strip()
    return text.removesuffix(".0") if text.removesuffix(".0").isdigit() else text


def is_broken(text: str) -> bool:
    """Characters that no name has: what a wrong decoding leaves, controls (NUL), halves of a pair."""
    return bool(_BROKEN.search(text)) or any(unicodedata.category(c) in {"Cc", "Cs", "Co"} for c in text)


def area_code(value: Any, layer: Layer) -> str:
    """The code in our own form, or the text as it stands when it is none (see `is_code`).

    Unit grids of 14 digits get a 0 before their two-digit sequence; a street of 12 digits loses its three zeros.
    """
    text, digits = text_of(value), LEVELS[layer].digits
    if layer is Layer.UNIT_GRIDS and len(text) == 14:
        return f"{text[:12]}0{text[12:]}"
    if len(text) == 12 > digits and set(text[digits:]) == {"0"}:
        return text[:digits]
    return text


def is_code(code: str, digits: int) -> bool:
    return len(code) == digits and code.isascii() and code.isdigit()


def codes_in(value: Any) -> list[str]:
    """The unit grid codes of a list, or of a text that separates them by anything usual."""
    parts: Iterable[Any] = value if isinstance(value, list) else _BETWEEN_CODES.split(text_of(value))
    return [area_code(part, Layer.UNIT_GRIDS) for part in parts if text_of(part)]
