"""Whether something was made from the files as they are now: a marker, written last, holds their digest."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *, also: str = "") -> str:
    """Changes when a file's name or content changes, or `also` does."""
    total = hashlib.sha256(also.encode())
    for file in files:
        total.update(f"\0{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def holds(marker: Path, expected: str) -> bool:
    try:
        return marker.read_text().strip() == expected
    except OSError:
        return False
