"""Orders as a hotline would send them: the same for the same seed, no two contents alike."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases.models import GRID_SOURCES, Source
from cases.rules.orders import Order
from command_center.demo.bursts import Burst, burst_on
from command_center.demo.callers import make_caller
from command_center.demo.chance import Dice, dice, pick
from command_center.demo.matters import Matter, matters, phrases
from command_center.demo.rhythm import calls_on, moments
from command_center.demo.scenes import Scene, make_scene
from command_center.demo.slots import Slots
from command_center.demo.town import Town

SOURCES = {
    "12345": 780,
    "inspector": 85,
    "citizen": 55,
    "video": 28,
    "community": 20,
    "leader": 11,
    "department": 8,
    "media": 5,
    "iot": 4,
    "other": 4,
}
_NUMBERED_AS = {"12345": "热线", "inspector": "巡查", "citizen": "随手拍", "video": "视频", "community": "社区"}
# What the city writes on some of its orders: hours until its reply is due.
_CITY_HOURS = {"emergency": 2, "urgent": 24, "general": 7 * 24, "complex": 15 * 24}


@dataclass(frozen=True, slots=True)
class Call:
    """What is fixed before the text is made: when, from where, under which number."""

    order_no: str
    source: str
    at: datetime
    chance: Dice


def orders_of(day: date, town: Town, *, per_day: int) -> list[Order]:
    """The day's orders by time of receipt."""
    count = calls_on(day, per_day=per_day)
    orders = [_nth(day, n, at, town) for n, at in enumerate(moments(day, count=count), start=1)]
    burst = burst_on(day, town, per_day=per_day)
    if burst is not None:
        orders += _burst_orders(day, burst, town, after=count)
    return sorted(orders, key=lambda order: order.received_at)


def make_order(call: Call, town: Town, *, burst: Burst | None = None) -> Order:
    """One order; of a burst when given, else about anything."""
    chance, is_grid = call.chance, call.source in GRID_SOURCES
    matter = burst.matter if burst else _choose(chance, month=call.at.month, is_grid=is_grid)
    scene = make_scene(chance, town, setting=matter.setting, at=burst.neighbourhood if burst else None)
    kind = "report" if is_grid else pick(chance, matter.kinds)
    urgency = pick(chance, matter.urgencies)
    topic, content = _finding(chance, matter, scene) if is_grid else _complaint(chance, matter, scene)
    return Order(
        order_no=call.order_no,
        source=call.source,
        received_at=call.at,
        request_kind=kind,
        urgency=urgency,
        title=f"{scene.short}{topic}",
        content=content,
        category_code=f"event:{matter.grid}" if is_grid else _sent_category(chance, matter),
        caller=make_caller(chance, is_report=kind == "report"),
        whereabouts=scene.whereabouts,
        reply_due_at=_city_limit(call, urgency),
        is_supervised=chance.random() < (0.5 if call.source == Source.LEADER else 0.008),
        extra={"channel": chance.choice(["电话", "网站", "微信"])} if call.source == Source.HOTLINE_12345 else {},
    )


def _nth(day: date, n: int, at: datetime, town: Town) -> Order:
    chance = dice("order", day, n)
    source = pick(chance, SOURCES)
    return make_order(Call(f"{_NUMBERED_AS.get(source, '转办')}-{day:%y%m%d}-{n:06d}", source, at, chance), town)


def _burst_orders(day: date, burst: Burst, town: Town, *, after: int) -> list[Order]:
    numbered = enumerate(burst.moments, start=after + 1)
    return [
        make_order(Call(f"热线-{day:%y%m%d}-{n:06d}", "12345", at, dice("burst", day, n)), town, burst=burst)
        for n, at in numbered
    ]


def _choose(chance: Dice, *, month: int, is_grid: bool) -> Matter:
    fitting = [m for m in matters() if m.grid] if is_grid else list(matters())
    return chance.choices(fitting, weights=[m.weight_in(month) for m in fitting])[0]


def _complaint(chance: Dice, matter: Matter, scene: Scene) -> tuple[str, str]:
    """Topic and text."""
    said = phrases()
    topic, what = chance.choice(list(zip(matter.topics, matter.what, strict=True)))
    parts = [chance.choice(said.openers) + what, chance.choice(matter.details)]
    if chance.random() < 0.75:
        parts.append(chance.choice(said.durations))
    if chance.random() < 0.65:
        parts.append(chance.choice(said.tried))
    parts.append(chance.choice(said.wishes))
    return topic, "".join(parts).format_map(Slots(chance, place=scene.words))


def _finding(chance: Dice, matter: Matter, scene: Scene) -> tuple[str, str]:
    """Topic and text, in an inspector's words."""
    said = phrases()
    text = f"{chance.choice(said.finders)}{chance.choice(matter.seen)}{chance.choice(said.finder_ends)}"
    return matter.topics[0], text.format_map(Slots(chance, place=scene.words))


def _sent_category(chance: Dice, matter: Matter) -> str:
    """Usually the code; sometimes none, sometimes words that no tree knows."""
    luck = chance.random()
    if luck < 0.035:
        return ""
    return "其他问题" if luck < 0.05 else matter.category


def _city_limit(call: Call, urgency: str) -> datetime | None:
    if call.source != Source.HOTLINE_12345 or call.chance.random() > 0.35:
        return None
    return call.at + timedelta(hours=_CITY_HOURS[urgency])
