"""Which standard and which limit hold for a case, from plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LimitValue:
    """One dated limit. None and "" hold for all; dates are both included. `clock` is "handle" for a standard."""

    id: int
    clock: str
    label: str
    limit_value: Decimal
    limit_kind: str
    counts_from: str
    valid_from: date
    valid_to: date | None = None
    category: int | None = None
    place: int = 1
    urgency: str = ""
    flow: str = ""
    version: int = 1


def choose_limit(
    limits: Iterable[LimitValue], *, clock: str, category_path: tuple[int, ...], urgency: str, flow: str, on: date
) -> LimitValue | None:
    """The limit in force that says most about the case: its own category before those above before none, its own
    urgency and flow before any, the first place, the later start, the newer version."""
    fitting = [
        one
        for one in limits
        if one.clock == clock
        and (one.category is None or one.category in category_path)
        and one.urgency in ("", urgency)
        and one.flow in ("", flow)
        and one.valid_from <= on
        and (one.valid_to is None or on <= one.valid_to)
    ]
    return min(fitting, key=lambda one: _rank(one, category_path), default=None)


def _rank(one: LimitValue, category_path: tuple[int, ...]) -> tuple[int, ...]:
    depth = category_path.index(one.category) + 1 if one.category is not None else 0
    return (
        -depth,
        0 if one.urgency else 1,
        0 if one.flow else 1,
        one.place,
        -one.valid_from.toordinal(),
        -one.version,
        one.id,
    )
