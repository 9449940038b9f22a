"""What `up` prints when the centre is ready: the address, and who can log in."""

import json
import unicodedata
from pathlib import Path

HEADINGS = ("role", "username", "password")


def text(url: str, demo: Path) -> str:
    rows = [HEADINGS, *accounts(demo)]
    widths = [max(width(row[i]) for row in rows) for i in range(len(HEADINGS))]
    table = [
        "  " + "  ".join(_padded(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join(["", f"The centre is ready: {url}", "", *table, "", "Ctrl-C stops everything; the data are kept."])


def accounts(demo: Path) -> list[tuple[str, ...]]:
    try:
        found = json.loads(demo.read_text())["accounts"]
    except (OSError, ValueError, KeyError):
        return []
    return [tuple(str(account.get(heading, "")) for heading in HEADINGS) for account in found]


def width(words: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)


def _padded(words: str, size: int) -> str:
    return words + " " * (size - width(words))
