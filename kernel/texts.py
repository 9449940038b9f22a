"""Text as the search index and the privacy rules need it."""

import re
import unicodedata
from operator import add

_WORD = re.compile(r"[0-9a-z]+|[㐀-鿿豈-﫿]+")
_DIGITS = re.compile(r"\D+")


def normalise(text: str) -> str:
    """NFKC, lower case, without control characters (NUL among them) and outer blanks."""
    folded = unicodedata.normalize("NFKC", text).lower()
    if folded.replace("\n", "").isprintable():  # nothing to leave out, as in nearly every text
        return folded.strip()
    odd = {c for c in set(folded) if c != "\n" and unicodedata.category(c)[0] == "C"}
    return folded.translate(dict.fromkeys(map(ord, odd))).strip()


def bigrams(text: str) -> list[str]:
    """Search tokens in order, with repeats: every two neighbouring Chinese characters, Latin words, whole numbers."""
    tokens: list[str] = []
    for run in _WORD.findall(normalise(text)):
        if run[0].isascii() or len(run) == 1:
            tokens.append(run)
        else:
            tokens.extend(map(add, run, run[1:]))
    return tokens


def phone_digits(text: str) -> str:
    """A telephone number as bare digits, without the country code 86: '+86 138-0000-1111' → '13800001111'."""
    digits = _DIGITS.sub("", normalise(text))
    return digits[2:] if digits.startswith("86") and len(digits) == 13 else digits.removeprefix("0086")


def mask_phone(text: str) -> str:
    """'13800001111' → '138****1111'; a number of under 8 digits shows its last two alone."""
    digits = phone_digits(text)
    if not digits:
        return ""
    if len(digits) < 8:
        return "*" * max(len(digits) - 2, 1) + digits[-2:]
    return f"{digits[:3]}****{digits[-4:]}"


def mask_name(text: str) -> str:
    """'王小明' → '王**': the first character alone remains."""
    name = text.strip()
    return name[:1] + "*" * min(max(len(name) - 1, 0), 4)
