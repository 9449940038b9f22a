"""A few orders of the last hours that stand in every state and show every lamp, whatever the hour and the volume."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cases.rules.orders import Order, Whereabouts
from cases.states import State
from command_center.demo.chance import dice
from command_center.demo.history.fate import Fate
from command_center.demo.orders import Call, make_order
from command_center.demo.town import Town
from kernel.times import to_local


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One order so many hours old; `vague` ones tell neither category nor place."""

    hours: float
    source: str
    urgency: str
    fate: Fate
    vague: bool = False
    supervised: bool = False


def _resting(state: State, round_: int = 1, **more: object) -> Fate:
    return replace(Fate(rest=state, rest_round=round_, haste=0.02), **more)  # type: ignore[arg-type]


EXHIBITS = (
    Exhibit(0.5, "inspector", "general", _resting(State.RECEIVED)),
    Exhibit(1.1, "video", "general", _resting(State.RECEIVED)),
    Exhibit(2.0, "inspector", "general", _resting(State.VERIFYING, is_verified=True)),
    Exhibit(6.0, "inspector", "general", _resting(State.CHECKING)),
    Exhibit(26.0, "video", "general", _resting(State.CHECKING)),
    Exhibit(7.0, "12345", "general", _resting(State.RETURN_REQUESTED)),
    Exhibit(28.0, "12345", "general", _resting(State.SHELVED)),
    Exhibit(0.7, "12345", "general", _resting(State.PENDING_DISPATCH), vague=True),
    Exhibit(2.4, "12345", "urgent", _resting(State.PENDING_DISPATCH), vague=True),
    Exhibit(0.3, "12345", "general", _resting(State.DISPATCHED)),
    Exhibit(5.0, "12345", "emergency", _resting(State.DISPATCHED)),
    Exhibit(3.5, "12345", "emergency", _resting(State.HANDLING)),
    Exhibit(21.0, "12345", "urgent", _resting(State.HANDLING)),
    Exhibit(30.0, "12345", "urgent", _resting(State.HANDLING)),
    Exhibit(9.0, "leader", "general", _resting(State.HANDLING), supervised=True),
    Exhibit(20.0, "12345", "urgent", _resting(State.HANDLING, 2, unsolved=1)),
    Exhibit(12.0, "citizen", "urgent", _resting(State.REPLIED)),
    Exhibit(14.0, "12345", "urgent", _resting(State.CALLBACK)),
    Exhibit(23.0, "12345", "urgent", _resting(State.CLOSED)),
    Exhibit(8.0, "inspector", "general", _resting(State.REJECTED, is_turned_down=True)),
    Exhibit(10.0, "12345", "general", _resting(State.CANCELLED, is_cancelled=True)),
)


def showcase(town: Town, *, until: datetime) -> list[tuple[Order, Fate]]:
    """The orders with their fates; numbered apart from the day's own."""
    return [(_order(n, exhibit, town, until=until), exhibit.fate) for n, exhibit in enumerate(EXHIBITS, start=1)]


def _order(n: int, exhibit: Exhibit, town: Town, *, until: datetime) -> Order:
    at = to_local(until - timedelta(hours=exhibit.hours)).replace(microsecond=0)
    number = f"热线-{at:%y%m%d}-{900000 + n:06d}"
    order = make_order(Call(number, exhibit.source, at, dice("showcase", at.date(), n)), town)
    order = replace(order, urgency=exhibit.urgency, reply_due_at=None, is_supervised=exhibit.supervised)
    return replace(order, category_code="", whereabouts=Whereabouts()) if exhibit.vague else order
