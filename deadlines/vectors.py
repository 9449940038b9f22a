"""Checks deadline arithmetic against a file of examples computed elsewhere."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from deadlines.arithmetic import Pause, due
from deadlines.calendar import WorkCalendar
from deadlines.limits import Limit
from kernel.errors import CenterError


@dataclass(frozen=True, slots=True)
class Checked:
    """One example: what the file expects and what came out, both as text; instants are compared, not texts."""

    id: str
    expected: str
    got: str
    is_right: bool


def read_vectors(path: Path) -> list[dict[str, Any]]:
    """The file's list of objects; numbers with a fraction as exact decimals. Raises ValueError for anything else."""
    rows = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("the file holds no list of objects")
    return rows


def check(vectors: list[dict[str, Any]], calendar: WorkCalendar) -> Iterator[Checked]:
    """Every example computed; one that cannot be computed is wrong and tells why."""
    for vector in vectors:
        expected: Any = vector.get("seconds", vector.get("due"))
        try:
            got = compute(vector, calendar)
            right = got == (datetime.fromisoformat(expected) if isinstance(got, datetime) else expected)
            text = got.isoformat() if isinstance(got, datetime) else str(got)
        except (CenterError, ValueError, KeyError, TypeError, OverflowError, AttributeError) as error:
            right, text = False, f"{type(error).__name__}: {error}"
        yield Checked(id=str(vector.get("id", "?")), expected=str(expected), got=text, is_right=right)


def compute(vector: Mapping[str, Any], calendar: WorkCalendar) -> datetime | int:
    """The due instant of `due` and `due_with_pauses`, the seconds of `worktime`."""
    start = datetime.fromisoformat(vector["start"])
    if vector["op"] == "worktime":
        return calendar.worktime_between(start, datetime.fromisoformat(vector["end"]))
    if vector["op"] not in {"due", "due_with_pauses"}:
        raise ValueError(f"unknown op {vector['op']!r}")
    pauses = [Pause(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in vector.get("pauses") or ()]
    return due(start, Limit(vector["kind"], vector["n"]), calendar, pauses)
