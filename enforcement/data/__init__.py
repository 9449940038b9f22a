"""What a district starts with; every row can be changed by its administrators."""

import csv
from collections.abc import Iterator
from pathlib import Path


def read(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV of this folder."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
