"""Fills the database with a past: whole months and today."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import islice

import shapely

from cases.rules.orders import Order
from command_center.demo.chance import dice
from command_center.demo.history.course import Course
from command_center.demo.history.fate import Fate, draw_fate
from command_center.demo.history.life import live
from command_center.demo.history.showcase import showcase
from command_center.demo.history.store import store
from command_center.demo.history.world import World
from command_center.demo.orders import orders_of
from command_center.demo.town import Town
from grid.models import UnitGrid
from kernel.times import local_date

# So many cases are kept in memory before they are written.
_AT_ONCE = 500


def populate(
    town: Town, world: World, *, months: int, per_day: int, until: datetime, tell: Callable[[int], None]
) -> int:
    """Writes the cases of `months` whole months before that of `until`, and of this month up to `until`; returns how
    many. `tell` hears the number so far."""
    written = 0
    orders = _orders(town, first=first_day(until, months=months), per_day=per_day, until=until)
    with _without_collector():
        while batch := list(islice(orders, _AT_ONCE)):
            courses = [_course(order, fate, world, until=until) for order, fate in batch]
            written += _write([course for course in courses if course is not None])
            tell(written)
    return written


def first_day(until: datetime, *, months: int) -> date:
    """The first of the month so many months back."""
    today = local_date(until)
    count = today.year * 12 + today.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def points_in_communities() -> dict[str, list[tuple[float, float]]]:
    """A point inside every unit grid, by the code of its community."""
    points: dict[str, list[tuple[float, float]]] = {}
    for code, shape in UnitGrid.objects.in_force().values_list("code", "shape"):
        inside = shapely.geometry.shape(shape).representative_point()
        points.setdefault(code[:12], []).append((inside.x, inside.y))
    return points


def _orders(town: Town, *, first: date, per_day: int, until: datetime) -> Iterator[tuple[Order, Fate]]:
    day = first
    while day <= local_date(until):
        for order in orders_of(day, town, per_day=per_day):
            yield order, draw_fate(order, dice("fate", order.order_no, order.source))
        day += timedelta(days=1)
    yield from showcase(town, until=until)


def _course(order: Order, fate: Fate, world: World, *, until: datetime) -> Course | None:
    return live(order, world, fate, chance=dice("life", order.order_no, order.source), until=until)


def _write(courses: list[Course]) -> int:
    courses.sort(key=lambda course: course.case.created_at)
    store(courses)
    return len(courses)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Half a million rows without cycles: searching them for garbage again and again costs a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
