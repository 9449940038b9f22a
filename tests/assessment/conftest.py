"""A month of call-backs in two streets, and whoever takes part in its assessment."""

from dataclasses import dataclass, field

import pytest

from assessment.models import Scheme
from cases.models import CallBack, Case
from cases.rules.orders import Whereabouts
from kernel.actors import Actor
from organizations.roles import Role
from tests import make
from tests.assessment import making
from tests.conftest import Town
from tests.make import at


@dataclass
class Month:
    """Five calls for the first street, three of them solved; two for the second, both solved."""

    town: Town
    scheme: Scheme
    cases: list[Case]
    assessor: Actor
    leader: Actor
    street: Actor
    others: list[Actor] = field(default_factory=list)


def called(case: Case, when: str, *, reached=True, **answers) -> CallBack:
    usual = {"was_contacted": True, "solved": "yes", "satisfied": "satisfied"} if reached else {}
    return CallBack.objects.create(case=case, round=1, at=at(when), is_reached=reached, **(usual | answers))


@pytest.fixture
def month(town) -> Month:
    cases = []
    for n, solved in enumerate(["yes", "yes", "yes", "no", "no", "yes", "yes"]):
        where = Whereabouts(street=town.area.streets[n // 5].name)
        received = at("2026-10-05 09:00")
        case = make.case(sender=town.city, whereabouts=where, received_at=received, now=received)
        called(case, f"2026-10-1{n} 10:00", solved=solved)
        cases.append(case)
    return Month(
        town=town,
        scheme=making.scheme("response_rate", "resolution_rate"),
        cases=cases,
        assessor=make.person(town.centre, Role.ASSESSOR),
        leader=make.person(town.centre, Role.LEADER),
        street=make.person(town.streets[0], Role.STREET_OPERATOR),
    )
