"""Orders to post: the demo's, received at the moment of the bench, with a place for their number."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice

from cases.rules.orders import Order
from command_center.demo.chance import dice
from command_center.demo.history.population import points_in_communities
from command_center.demo.orders import Call, make_order
from command_center.demo.simulator.city import as_json
from command_center.demo.town import read_town

# Stands in a body where its number comes; no text of an order holds it.
NUMBER = "@number@"
DIFFERENT = 2_000


def orders(count: int, *, now: datetime, mark: str) -> Iterator[Order]:
    """So many of the hotline's, all different, received in the last hours."""
    town = read_town().with_points(points_in_communities())
    for n in range(count):
        at = now - timedelta(seconds=n % 7200)
        yield make_order(Call(f"热线-{mark}-{n:07d}", "12345", at, dice("bench", mark, n)), town)


def bodies(count: int, *, now: datetime, mark: str) -> list[str]:
    """As JSON, with `NUMBER` for the number; beyond `DIFFERENT` of them the texts come again."""
    made = [as_json(order) for order in orders(min(count, DIFFERENT), now=now, mark=mark)]
    texts = [json.dumps({**body, "order_no": NUMBER}, ensure_ascii=False) for body in made]
    return list(islice(cycle(texts), count))
