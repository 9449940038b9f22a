"""Makes the demo in an empty database: reference data, accounts and clients, history."""

import time
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from cases.actions.dispatch_waiting import CATALOGUE
from command_center.demo import accounts, clients, demo_file
from command_center.demo.duty_grids import give_out
from command_center.demo.history.photos import hang_photos
from command_center.demo.history.population import points_in_communities, populate
from command_center.demo.history.world import World
from command_center.demo.reference import in_words, steps
from command_center.demo.roster import keep_roster
from command_center.demo.town import read_town
from command_center.demo.whistles.stage import play
from kernel.actors import Actor
from organizations.models import Organization, User
from organizations.roles import Role

Say = Callable[[str], None]


def load_reference(*, now: datetime, say: Say) -> None:
    """Every step with what it found and how long it took."""
    for name, work in steps(now):
        began = time.monotonic()
        result = work()
        say(f"{name}：{in_words(result)}（{time.monotonic() - began:.1f} 秒）")


def is_made() -> bool:
    return User.objects.filter(username="diaodu").exists()


def make(*, url: str, months: int, per_day: int, until: datetime, now: datetime, say: Say) -> None:
    """Accounts, clients and history in one transaction: a demo is whole or not there."""
    load_reference(now=now, say=say)
    with transaction.atomic():
        opened = accounts.open_accounts(now=now)
        give_out(accounts.inspectors(), now=now)
        issued = clients.issue_clients(now=now)
        say(f"演示账号 {len(opened)} 个，接口账号 {len(issued)} 个")
        began = time.monotonic()
        town = read_town().with_points(points_in_communities())
        count = populate(
            town, current_world(), months=months, per_day=per_day, until=until, tell=lambda n: say(f"历史案件 {n} 件…")
        )
        say(f"历史案件：共 {count} 件（{time.monotonic() - began:.1f} 秒）")
        say(f"照片 {hang_photos()} 张")
        say(f"吹哨 {play(until=until)} 次")
        say(f"值班班次 {keep_roster(now=now)} 个")
    demo_file.write(demo_file.make(url, opened, issued))


def refresh(*, url: str, now: datetime) -> None:
    """The demo is there: the address may have changed; lost tokens are replaced by new ones."""
    keep_roster(now=now)
    demo = demo_file.read()
    if demo is None or not demo.clients:
        demo = demo_file.make(url, accounts.accounts(), clients.issue_clients(now=now))
    demo_file.write(demo.with_url(url))


def current_world() -> World:
    people, systems = accounts.actors(), clients.actors()
    city = Organization.objects.get(kind=Organization.Kind.CITY)
    parts = {
        "city": systems[city.pk],
        "catalogue": CATALOGUE,
        "operator": people["shouli"],
        "dispatcher": people["diaodu"],
        "supervisor": people["zhiban"],
        "clerk": people["huifang"],
    }
    walkers = {actor.key: actor for actor in people.values() if Role.INSPECTOR in actor.roles}
    return World(actors=parts, officers=systems | _officers(people), walkers=walkers)


def _officers(people: dict[str, Actor]) -> dict[int, Actor]:
    """Whoever signs for a unit: a street's operator, a department's officer; elsewhere its own system does."""
    able = {"street_operator", "department_officer"}
    return {
        actor.organization_id: actor
        for actor in people.values()
        if actor.organization_id is not None and not able.isdisjoint(actor.roles)
    }
