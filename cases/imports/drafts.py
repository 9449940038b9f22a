"""One row of a file on its way in, and what is wrong with one that stays outside."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from cases.rules.orders import Order
from organizations.secrets import exact_hash


class Refusal(NamedTuple):
    """One reason why a row stays outside; it never holds what the row says of the requester."""

    line: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How an order of the past went, as far as the file says."""

    status: str = ""
    reply: str = ""
    replied_at: datetime | None = None
    closed_at: datetime | None = None
    solved: str = ""
    satisfied: str = ""

    @property
    def is_open(self) -> bool:
        """The file says that it was still in hand, and nothing of what comes at the end."""
        return self.status == "open" and not any(self._said[1:])

    @property
    def is_answered(self) -> bool:
        """Somebody called the requester back."""
        return bool(self.solved or self.satisfied)

    @property
    def _said(self) -> tuple[str | datetime | None, ...]:
        return (self.status, self.reply, self.replied_at, self.closed_at, self.solved, self.satisfied)

    def fingerprint(self) -> str:
        plain = [one.timestamp() if isinstance(one, datetime) else one for one in self._said]
        return exact_hash(json.dumps(plain, ensure_ascii=False), "ending")


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that can become an order, with the fingerprints by which it is known again; `ending` only in history."""

    line: int
    order: Order
    fingerprint: str
    received_precision: str
    ending: Ending | None = None
    end_fingerprint: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes an order unique."""
        return (self.order.source, self.order.order_no)
