"""Fills the database with a past: whole months and today."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

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
    written, waiting = 0, list[Course]()
    for order, fate in _orders(town, first=first_day(until, months=months), per_day=per_day, until=until):
        course = live(order, world, fate, chance=dice("life", order.order_no, order.source), until=until)
        if course is not None:
            waiting.append(course)
        if len(waiting) >= _AT_ONCE:
            written += _write(waiting, tell, written)
            waiting = []
    return written + _write(waiting, tell, written)


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


def _write(courses: list[Course], tell: Callable[[int], None], before: int) -> int:
    courses.sort(key=lambda course: course.case.created_at)
    store(courses)
    tell(before + len(courses))
    return len(courses)
