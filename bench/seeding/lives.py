"""Cases that live their lives one by one: `python -m bench.seeding.lives --cases 10000 --part 0 --of 2`."""

import argparse
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

import django

# Days over which the lives are spread: long enough that most have ended, short enough that some are at each point.
DAYS = 60


def live(count: int, *, part: int, of: int) -> int:
    """Writes this part's share of the `count` newest orders before `ANCHOR`, as far as each has come by then."""
    from bench.seeding import ANCHOR
    from command_center.demo.chance import dice
    from command_center.demo.history.fate import draw_fate
    from command_center.demo.history.life import live as live_one
    from command_center.demo.history.store import store
    from command_center.demo.making import current_world

    world, orders = current_world(), _orders(count)
    mine = islice(orders, part, None, of)
    written = 0
    while batch := list(islice(mine, 500)):
        named = [(order, (order.order_no, order.source)) for order in batch]
        courses = [
            live_one(order, world, draw_fate(order, dice("fate", *name)), chance=dice("life", *name), until=ANCHOR)
            for order, name in named
        ]
        lived = [course for course in courses if course is not None]
        store(sorted(lived, key=lambda course: course.case.created_at))
        written += len(lived)
    return written


def _orders(count: int) -> Iterator:
    """The newest `count` by receipt, oldest first; a minute before the anchor the last has surely come in."""
    from bench.seeding import ANCHOR
    from command_center.demo.history.population import points_in_communities
    from command_center.demo.orders import orders_of
    from command_center.demo.town import read_town
    from kernel.times import local_date

    town = read_town().with_points(points_in_communities())
    day, found = local_date(ANCHOR), []
    while len(found) < count:
        todays = orders_of(day, town, per_day=max(count // DAYS, 1))
        found = [o for o in todays if o.received_at < ANCHOR - timedelta(minutes=1)] + found
        day -= timedelta(days=1)
    return iter(found[-count:])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("--cases", "--part", "--of"):
        parser.add_argument(name, type=int, required=True)
    given = parser.parse_args()
    django.setup()
    live(given.cases, part=given.part, of=given.of)
