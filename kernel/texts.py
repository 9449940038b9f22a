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


# A mobile number, with or without the country code and the usual gaps; a landline with its area code; an identity
# number. Bare landlines of eight digits look like dates and amounts: they are hidden where they are known (`also`).
_GAP = r"[\s()（）.·-]{0,3}"
_NUMBER = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"
    rf"|(?<!\d)[(（]?0\d{{2,3}}{_GAP}[2-9]\d{{2,3}}{_GAP}\d{{4}}(?!\d)"
    r"|(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0\d|1[0-2])[0-3]\d{4}[\dXx](?!\d)"
)
# Beijing and the 02x cities have codes of three digits, all others of four.
_AREA = re.compile(r"^0(?:10|2\d|[3-9]\d{2})(?=[2-9]\d{6,7}$)")
# One character for one, so that places in the text stay the same.
_ASCII = {0xFF10 + n: 0x30 + n for n in range(10)} | {0xFF0D: "-", 0xFF0B: "+", 0x3000: " ", 0x2014: "-", 0x2013: "-"}


def mask_numbers(text: str, *, also: str = "") -> str:
    """The text with telephone and identity numbers masked, and the digits of `also` however they are spaced:
    '请拨13800001111' → '请拨138****1111'. The very same text when it holds none; masked again, nothing changes."""
    while (masked := _masked_once(text, also)) != text:  # what a mask leaves may read as a number with what follows it
        text = masked
    return text


def _masked_once(text: str, also: str) -> str:
    if sum(map(str.isdigit, text)) < 7:  # the shortest number there is
        return text
    plain = text.translate(_ASCII)
    found = list(_NUMBER.finditer(plain))
    for digits in _spellings(phone_digits(also)):
        found += [one for one in _known(plain, digits) if not any(_overlap(one, other) for other in found)]
    for match in sorted(found, key=lambda one: one.start(), reverse=True):
        text = text[: match.start()] + mask_phone(match.group()) + text[match.end() :]
    return text


def _known(plain: str, digits: str) -> list[re.Match[str]]:
    """Where these digits stand, however they are grouped."""
    return list(re.finditer(r"(?<!\d)" + _GAP.join(digits) + r"(?!\d)", plain))


def _spellings(digits: str) -> list[str]:
    """The number, and without the area code as people of the place say it; what is too short to be one is none."""
    local = _AREA.sub("", digits)
    return [one for one in dict.fromkeys([digits, local]) if len(one) >= 7]


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()
