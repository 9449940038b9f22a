"""Which standard and which limit hold for a case, from plain values."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class LimitValue:
    """One dated limit. None and "" hold for all, of the calendar "" means the default; dates are both included. `clock`
    is "handle" for a standard."""

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
    calendar: str = ""

    @property
    def key(self) -> tuple[bool, int]:
        """Which row it is: standards and limits of the shorter clocks are numbered each on their own."""
        return (self.clock == "handle", self.id)

    def as_json(self) -> dict[str, Any]:
        dates = {"valid_from": self.valid_from.isoformat(), "valid_to": self.valid_to and self.valid_to.isoformat()}
        return asdict(self) | dates | {"limit_value": str(self.limit_value)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "LimitValue":
        ends = kept["valid_to"] and date.fromisoformat(kept["valid_to"])
        dates = {"valid_from": date.fromisoformat(kept["valid_from"]), "valid_to": ends}
        return cls(**{**kept, **dates, "limit_value": Decimal(kept["limit_value"])})


@dataclass(frozen=True, slots=True)
class LimitsChange:
    """Rows of limits that became others: as they were and as they are; `after` is None when that is for the table to
    say at the moment of asking."""

    before: tuple[LimitValue, ...]
    after: tuple[LimitValue, ...] | None
    keys: frozenset[tuple[bool, int]]

    @classmethod
    def between(cls, before: Collection[LimitValue], after: Collection[LimitValue]) -> "LimitsChange":
        gone = tuple(one for one in before if one not in set(after))
        come = tuple(one for one in after if one not in set(before))
        return cls(gone, come, frozenset(one.key for one in (*gone, *come)))

    def old(self, now: Iterable[LimitValue]) -> tuple[LimitValue, ...]:
        """The table `now` as it was before the change."""
        return (*(one for one in now if one.key not in self.keys), *self.before)

    def new(self, now: Iterable[LimitValue]) -> tuple[LimitValue, ...]:
        if self.after is None:
            return tuple(now)
        return (*(one for one in now if one.key not in self.keys), *self.after)

    def as_json(self, *, is_planned: bool) -> dict[str, Any]:
        """A planned change tells what is to come, a committed one leaves that to the table: it may change again."""
        facts: dict[str, Any] = {
            "before": [one.as_json() for one in self.before],
            "keys": sorted([is_standard, pk] for is_standard, pk in self.keys),
        }
        return facts | {"after": [one.as_json() for one in self.after or ()]} if is_planned else facts

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "LimitsChange":
        after = kept.get("after")
        return cls(
            before=tuple(LimitValue.from_json(one) for one in kept["before"]),
            after=None if after is None else tuple(LimitValue.from_json(one) for one in after),
            keys=frozenset((is_standard, pk) for is_standard, pk in kept["keys"]),
        )


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
