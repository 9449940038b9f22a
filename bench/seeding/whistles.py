"""Whistles in proportion to the cases: `python -m bench.seeding.whistles --cases 1000000`.

Drawn one by one as streets blow them, over the two years before `ANCHOR`; written with their summonses, clocks and
courses by COPY. Most of the last two weeks are still going on, their clocks running beyond the day of the bench.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import django

A_HUNDRED_CASES = 2
SPREAD = timedelta(days=700)
OPEN_DAYS = timedelta(days=14)
_MINUTES = {"sign": 30, "contact": 50, "arrive": 110}
_KINDS = ("sign", "contact", "arrive", "finish")


@dataclass(frozen=True)
class Ground:
    """What rows point at, by name or code."""

    offices: Mapping[str, int]
    departments: Mapping[str, int]
    categories: Mapping[str, int]
    streets: Mapping[str, int]
    communities: Mapping[str, int]


@dataclass(frozen=True)
class Blown:
    """A drawn whistle with its moment and its keys."""

    key: int
    number: str
    drawn: Any
    at: datetime
    is_over: bool
    summonses: Sequence[tuple[int, str]]


def ground() -> Ground:
    from cases.models import Category
    from grid.models import Community, Street
    from organizations.models import Organization

    units = Organization.objects.filter(is_active=True)
    return Ground(
        offices=dict(units.filter(kind=Organization.Kind.STREET).values_list("short_name", "pk")),
        departments=dict(units.filter(kind=Organization.Kind.DEPARTMENT).values_list("code", "pk")),
        categories=dict(Category.objects.filter(kind="hotline").values_list("code", "pk")),
        streets=dict(Street.objects.in_force().values_list("name", "pk")),
        communities=dict(Community.objects.in_force().values_list("code", "pk")),
    )


def drawn(count: int, *, mark: str, departments: Sequence[str]) -> list[Any]:
    """The same ones for the same mark on every machine."""
    from command_center.demo.chance import dice
    from command_center.demo.town import read_town
    from command_center.demo.whistles.drawing import draw

    town = read_town()
    return [draw(dice(mark, n), town, departments=departments) for n in range(count)]


def write(cursor: Any, whistles: Sequence[Any], place: Ground, *, until: datetime, spread: timedelta = SPREAD) -> None:
    """Evenly over `spread`."""
    from bench.seeding.rows import go_on_behind, next_key, write_rows
    from enforcement.models import Summons, SummonsClock, SummonsEvent, Whistle

    keys = {model: next_key(cursor, model) for model in (Whistle, Summons, SummonsClock)}
    blown = list(_blown(whistles, place, until=until, spread=spread, whistle=keys[Whistle], summons=keys[Summons]))
    write_rows(cursor, Whistle, (_whistle(one, place) for one in blown))
    write_rows(cursor, Summons, (row for one in blown for row in _summonses(one, place)))
    clocks = (row for one in blown for row in _clocks(one, place, until=until))
    write_rows(cursor, SummonsClock, ({"id": n, **row} for n, row in enumerate(clocks, start=keys[SummonsClock])))
    key, events = next_key(cursor, SummonsEvent), (row for one in blown for row in _events(one))
    write_rows(cursor, SummonsEvent, ({"id": n, **row} for n, row in enumerate(events, start=key)))
    for model in (Whistle, Summons, SummonsClock, SummonsEvent):
        go_on_behind(cursor, model)


def _blown(
    whistles: Sequence[Any], place: Ground, *, until: datetime, spread: timedelta, whistle: int, summons: int
) -> Iterator[Blown]:
    count = len(whistles)
    for n, one in enumerate(whistles):
        at = until - spread * (count - n) / count
        number = f"S{at:%Y%m%d}-B{whistle + n:06d}"
        called = [code for code in one.departments if code in place.departments]
        keys = [(summons + m, code) for m, code in enumerate(called)]
        summons += len(keys)
        yield Blown(whistle + n, number, one, at, until - at > OPEN_DAYS or n % 20 == 0, keys)


def _whistle(one: Blown, place: Ground) -> dict[str, Any]:
    where, at = one.drawn.where, one.at
    over = {
        "state": "closed" if one.is_over else "on_site",
        "finished_at": at + timedelta(days=3) if one.is_over else None,
        "ended_at": at + timedelta(days=4) if one.is_over else None,
        "outcome": "已办结" if one.is_over else "",
    }
    lon, lat = where.points[0] if where.points else (None, None)
    return {
        "id": one.key,
        "number": one.number,
        "kind": one.drawn.kind,
        "version": 8,
        "office_id": place.offices[where.street],
        "leader_name": "值班领导",
        "blown_by_key": "system:bench",
        "blown_by_label": "bench",
        "matter": one.drawn.matter,
        "category_id": place.categories[one.drawn.category],
        "address": one.drawn.address,
        "lon": lon,
        "lat": lat,
        "precision": "community",
        "street_id": place.streets.get(where.street),
        "community_id": place.communities.get(where.code),
        "blown_at": at,
        "first_signed_at": at + timedelta(minutes=20),
        "on_site_at": at + timedelta(minutes=80),
        **over,
    }


def _summonses(one: Blown, place: Ground) -> Iterator[dict[str, Any]]:
    """Over: all are rated. Else the first is at work, the next has come, the others have signed."""
    for n, (key, code) in enumerate(one.summonses):
        state = "rated" if one.is_over else ("working", "checked_in")[n] if n < 2 else "signed"
        yield {
            "id": key,
            "whistle_id": one.key,
            "number": f"{one.number}-{n + 1:02d}",
            "department_id": place.departments[code],
            "duty": "综合执法",
            "state": state,
            "version": 6,
            "officer_name": "值班员",
            "notified_at": one.at,
            "signed_at": one.at + timedelta(minutes=20 + n),
            "contacted_at": one.at + timedelta(minutes=40 + n),
            "checked_in_at": None if state == "signed" else one.at + timedelta(minutes=80 + 3 * n),
            "reported_at": one.at + timedelta(days=2) if one.is_over else None,
            "result": "solved" if one.is_over else "",
            "report": "已办结" if one.is_over else "",
            "rated_at": one.at + timedelta(days=3) if one.is_over else None,
        }


def _clocks(one: Blown, place: Ground, *, until: datetime) -> Iterator[dict[str, Any]]:
    for n, (key, code) in enumerate(one.summonses):
        for kind in _KINDS:
            stopped = _stopped(one, n, kind)
            due = one.at + timedelta(minutes=120) if kind != "finish" else max(one.at, until) + timedelta(days=20)
            if stopped is None and kind != "finish":
                due = until + timedelta(days=3)
            yield {
                "summons_id": key,
                "kind": f"summons_{kind}",
                "holder_id": place.departments[code],
                "urgency": one.drawn.kind,
                "state": "running" if stopped is None else "met" if stopped <= due else "missed",
                "started_at": one.at,
                "recorded_at": one.at,
                "due_at": due,
                "warn_at": due - (due - one.at) / 5,
                "stopped_at": stopped,
                "next_alarm_at": due - timedelta(days=1) if stopped is None else None,
            }


def _stopped(one: Blown, n: int, kind: str) -> datetime | None:
    if kind == "finish":
        return one.at + timedelta(days=2) if one.is_over else None
    if kind == "arrive" and not one.is_over and n > 1:
        return None
    return one.at + timedelta(minutes=_MINUTES[kind] + 3 * n)


def _events(one: Blown) -> Iterator[dict[str, Any]]:
    """Some lines of each course, as many as a page shows."""
    for n, (key, _code) in enumerate(one.summonses):
        for version, (kind, minutes) in enumerate(
            (("notified", 0), ("signed", 20), ("contacted", 40), ("checked_in", 80), ("recorded", 120)), start=1
        ):
            yield {
                "summons_id": key,
                "kind": kind,
                "at": one.at + timedelta(minutes=minutes + n),
                "actor_key": "system:bench",
                "actor_label": "bench",
                "text": kind,
                "version": version,
            }


def main(cases: int) -> None:
    from bench.seeding import ANCHOR
    from bench.seeding.lanes import connected

    place = ground()
    whistles = drawn(cases * A_HUNDRED_CASES // 100, mark="bench whistle", departments=sorted(place.departments))
    with connected() as connection, connection.cursor() as cursor:
        write(cursor, whistles, place, until=ANCHOR)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (FREEZE, ANALYZE)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, required=True)
    given = parser.parse_args()
    django.setup()
    main(given.cases)
