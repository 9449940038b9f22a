"""A street that may whistle, and departments that are called."""

from dataclasses import dataclass, field

import pytest

from cases.rules.orders import Whereabouts
from enforcement.actions.blow import blow
from enforcement.actions.load_defaults import load_defaults
from enforcement.models import Summons, Whistle
from enforcement.rules.blowing import Blow, Call, Leader
from kernel.actors import Actor
from organizations.models import Organization
from organizations.roles import Role
from tests import make
from tests.conftest import Town, build_town
from tests.make import MORNING


@dataclass
class Whistling:
    """The town with its people, and short ways to call."""

    town: Town
    office: Organization
    departments: list[Organization]
    leader: Actor
    clerk: Actor
    supervisor: Actor
    officers: dict[int, Actor] = field(default_factory=dict)

    def officer(self, of) -> Actor:
        """Whoever acts for a department, or for that of a summons."""
        pk = of.department_id if isinstance(of, Summons) else of.pk
        if pk not in self.officers:
            self.officers[pk] = make.person(Organization.objects.get(pk=pk), Role.DEPARTMENT_OFFICER)
        return self.officers[pk]

    def calls(self, n: int, *, after: int = 0) -> tuple[Call, ...]:
        while len(self.departments) < after + n:
            self.departments.append(make.organization(parent=self.town.centre))
        return tuple(Call(one.pk, "综合执法") for one in self.departments[after : after + n])

    def facts(self, n: int = 2, **facts) -> Blow:
        usual = {
            "kind": "enforcement",
            "matter": "模式口大街环境整治",
            "calls": self.calls(n),
            "leader": Leader("李某", "副主任"),
            "whereabouts": Whereabouts(lon=116.2025, lat=39.9075, address="模式口大街"),
        }
        return Blow(**(usual | facts))

    def blow(self, n: int = 2, *, now=MORNING, **facts) -> Whistle:
        return blow(self.facts(n, **facts), actor=self.leader, now=now)


def summonses(whistle) -> list[Summons]:
    return list(Summons.objects.filter(whistle=whistle).select_related("whistle", "department").order_by("id"))


def build() -> Whistling:
    town = build_town()
    load_defaults(actor=Actor.system("tests", "测试"), now=MORNING)
    office = town.streets[0]
    return Whistling(
        town=town,
        office=office,
        departments=[town.department],
        leader=make.person(office, Role.STREET_LEADER),
        clerk=make.person(office, Role.STREET_OPERATOR),
        supervisor=make.user(town.centre, Role.DUTY_SUPERVISOR).actor,
    )


@pytest.fixture
def whistling(db) -> Whistling:
    return build()
