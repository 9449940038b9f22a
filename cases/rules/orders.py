"""An order as it comes in, before it is a case: plain values."""

import json
import unicodedata
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

# Characters that an order's texts may have, by whichever door it comes in.
LENGTHS = {
    "order_no": 64,
    "title": 200,
    "content": 20_000,
    "address": 300,
    "street": 60,
    "community": 60,
    "requester_name": 60,
    "requester_phone": 40,
    "requester_address": 200,
}
EXTRA_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: name, telephone and address as said, empty when unknown.

    `words` are what the texts of the order said before they were veiled (`cases.rules.veiling`): no part of what was
    sent, and empty until then.
    """

    name: str = ""
    phone: str = ""
    address: str = ""
    is_secret: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where it happens, as said: words, names of street and community, a point in degrees of WGS-84."""

    address: str = ""
    street: str = ""
    community: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One work order of the city platform or of any channel; `received_at` and `reply_due_at` are aware instants."""

    order_no: str
    source: str
    received_at: datetime
    request_kind: str
    urgency: str
    title: str
    content: str
    category_code: str = ""
    caller: Caller = Caller()
    whereabouts: Whereabouts = Whereabouts()
    reply_due_at: datetime | None = None
    is_supervised: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    def canonical(self) -> str:
        """Every field as one text, the same for the same order; instants count as instants, whatever their offset."""

        def plain(value: Any) -> Any:
            return value.timestamp() if isinstance(value, datetime) else str(value)

        nested = {"caller": _values(self.caller), "whereabouts": _values(self.whereabouts)}
        return json.dumps(_values(self) | nested, sort_keys=True, ensure_ascii=False, default=plain)


_NAMES = {kind: tuple(one.name for one in fields(kind) if one.name != "words") for kind in (Caller, Whereabouts, Order)}


def _values(row: Caller | Whereabouts | Order) -> dict[str, Any]:
    """As `asdict`, which copies every value deeply and takes ten times as long: imports ask this of every row."""
    return {name: getattr(row, name) for name in _NAMES[type(row)]}


def may_be_order_no(text: str) -> bool:
    """Whether the number can stand in an address: no slash, no control character, no word the API uses itself."""
    return text not in {"", ".", "..", "batch"} and not any(c == "/" or unicodedata.category(c)[0] == "C" for c in text)
