"""Short ways to make what a story needs; every maker gives something valid, the test names what matters."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from cases.actions.receive import receive
from cases.models import Case
from cases.rules.orders import Caller, Order, Whereabouts
from deadlines.actions import load_calendar as loading
from deadlines.actions.load_calendar import Loaded
from deadlines.calendar import DEFAULT_FRAMES
from deadlines.models import Calendar, RulesVersion
from kernel.actors import Actor, ActorKind
from kernel.times import SHANGHAI
from organizations.models import ApiClient, Organization, RoleGrant, User
from organizations.roles import Role

# A Tuesday morning, in the middle of the first working frame.
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI)
MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)
_numbers = itertools.count(1)


def at(text: str) -> datetime:
    """'2026-11-24 17:30' in Shanghai."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI).astimezone(UTC)


def organization(kind: str = "department", **columns: Any) -> Organization:
    number = next(_numbers)
    facts = {"code": f"T{number:05}", "name": f"测试单位{number}", "short_name": f"单位{number}"} | columns
    return Organization.objects.create(kind=kind, **facts)


def load_calendar() -> Loaded:
    """The packaged holidays, as the system loads them."""
    return loading.load_calendar(actor=Actor.system("tests", "测试"), now=MORNING)


def seven_days(code: str = "shifts", **columns: Any) -> Calendar:
    """The calendar of a service that works the usual hours on every day of the year."""
    facts = {"name": "七天轮班", "weekdays": "1234567", "has_holidays": False} | columns
    made = Calendar.objects.create(code=code, **facts)
    for frame in DEFAULT_FRAMES:
        made.frames.create(starts_at=frame.starts_at, ends_at=frame.ends_at)
    RulesVersion.bump()
    return made


def brought_in(load: Callable[..., int]) -> int:
    """How many rows one of the loaders of default configuration brought in."""
    return load(actor=Actor.system("tests", "测试"), now=MORNING)


def user(organization: Organization, *roles: Role, **columns: Any) -> User:
    number = next(_numbers)
    facts = {"username": f"user{number}", "display_name": f"用户{number}"} | columns
    person = User.objects.create(organization=organization, **facts)
    RoleGrant.objects.bulk_create(
        RoleGrant(user=person, role=role, granted_at=MORNING, granted_by="") for role in roles
    )
    return person


def person(organization: Organization, *roles: Role) -> Actor:
    """An acting person without an account, for actions that are called straight."""
    number = str(next(_numbers))
    return Actor(ActorKind.USER, number, f"某人{number}", organization.pk, roles=frozenset(roles))


def system(organization: Organization, *scopes: str) -> Actor:
    """An acting API client without a token."""
    number = str(next(_numbers))
    return Actor(ActorKind.CLIENT, number, f"系统{number}", organization.pk, scopes=frozenset(scopes))


def order(**facts: Any) -> Order:
    number = next(_numbers)
    usual = {
        "order_no": f"热线-261124-{number:06}",
        "source": "12345",
        "received_at": MORNING,
        "request_kind": "complaint",
        "urgency": "general",
        "title": "路灯不亮",
        "content": f"来电人反映路口路灯不亮，夜间看不清路面，第 {number} 次来电。",
        "caller": Caller(name="王某某", phone="19900001234"),
        "whereabouts": Whereabouts(),
    }
    return Order(**(usual | facts))


def case(*, sender: Organization, now: datetime = MORNING, **facts: Any) -> Case:
    """A case as `receive` makes it."""
    return receive(order(**facts), actor=system(sender, "orders:write"), now=now).case


def put(case: Case, state: str, **columns: Any) -> Case:
    """A case in a state, past the one door and past the triggers that guard it: for stories that begin there."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Case.objects.filter(pk=case.pk).update(state=state, **columns)
        cursor.execute("SET LOCAL session_replication_role = origin")
    case.refresh_from_db()
    return case


__all__ = ["ApiClient", "at", "case", "order", "organization", "person", "put", "system", "user"]
