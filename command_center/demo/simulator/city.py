"""The city's platform: sends new orders, and now and then one that it has sent before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cases.models import GRID_SOURCES
from cases.rules.orders import Order
from command_center.demo.chance import Dice, dice, pick
from command_center.demo.orders import SOURCES, Call, make_order
from command_center.demo.simulator.talking import Line
from command_center.demo.town import Town
from kernel.times import to_local

# What the district's own eyes find is filed by people at the desk, so nobody sends it here.
_SENT = {source: weight for source, weight in SOURCES.items() if source not in GRID_SOURCES}
_SENT_AGAIN = 0.05
# Tells the simulator's orders from the history's, also after a restart.
MARK = "L"


@dataclass
class City:
    line: Line
    town: Town
    say: Callable[[str], None]
    chance: Dice = field(default_factory=lambda: dice("city"))
    _last: dict[str, Any] | None = None

    def send(self, now: datetime) -> None:
        if self._last is not None and self.chance.random() < _SENT_AGAIN:
            self._post(self._last, "重送")
        self._last = as_json(new_order(self.town, now=now))
        self._post(self._last, "来件")

    def _post(self, body: dict[str, Any], what: str) -> None:
        answer = self.line.post("/orders/", body)
        self.say(f"{self.line.organization} {what} {body['order_no']} → {answer.status}")


def new_order(town: Town, *, now: datetime) -> Order:
    """About anything; the number and the text follow from the instant, to the millisecond."""
    local = to_local(now)
    chance = dice("live", local.isoformat(timespec="milliseconds"))
    millisecond = ((local.hour * 60 + local.minute) * 60 + local.second) * 1000 + local.microsecond // 1000
    return make_order(Call(f"热线-{local:%y%m%d}-{MARK}{millisecond:08d}", pick(chance, _SENT), local, chance), town)


def as_json(order: Order) -> dict[str, Any]:
    """The order as `POST /orders/` takes it."""
    caller, place = order.caller, order.whereabouts
    return {
        "order_no": order.order_no,
        "source": order.source,
        "received_at": order.received_at.isoformat(),
        "request_kind": order.request_kind,
        "urgency": order.urgency,
        "category_code": order.category_code,
        "title": order.title,
        "content": order.content,
        "requester": {"name": caller.name, "phone": caller.phone, "is_secret": caller.is_secret},
        "location": {
            "address": place.address,
            "street": place.street,
            "community": place.community,
            "lon": place.lon,
            "lat": place.lat,
            "crs": "wgs84",
        },
        "reply_due_at": order.reply_due_at.isoformat() if order.reply_due_at else None,
        "supervised": order.is_supervised,
        "extra": order.extra,
    }
