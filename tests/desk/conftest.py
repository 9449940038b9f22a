"""People at their desks: browsers that are signed in, and cases at the stations of their day."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import time_machine
from django.test import Client

from cases.actions.dispatch import dispatch
from cases.actions.sign import sign
from cases.models import Case
from cases.rules.orders import Whereabouts
from organizations.models import Organization, User
from organizations.roles import Role
from tests import make
from tests.conftest import Town


@dataclass
class Desk:
    """A signed-in browser and whose it is."""

    browser: Client
    user: User

    def get(self, address: str = "", **headers):
        """The page at this address, or the queue with this `?query`."""
        return self.browser.get(f"/desk/{address}", headers=headers)


@pytest.fixture
def noon():
    """The desk is looked at on Tuesday at twelve."""
    with time_machine.travel(make.NOON, tick=False):
        yield make.NOON


def seat(organization: Organization, *roles: Role, name: str = "") -> Desk:
    user = make.user(organization, *roles, **({"display_name": name} if name else {}))
    browser = Client()
    browser.force_login(user)
    return Desk(browser, user)


@pytest.fixture
def dispatcher(town: Town, noon) -> Desk:
    return seat(town.centre, Role.DISPATCHER, name="李调度")


@pytest.fixture
def supervisor(town: Town, noon) -> Desk:
    return seat(town.centre, Role.DUTY_SUPERVISOR, name="赵值班")


@pytest.fixture
def street(town: Town, noon) -> Desk:
    return seat(town.streets[0], Role.STREET_OPERATOR, name="甲经办")


@pytest.fixture
def other_street(town: Town, noon) -> Desk:
    return seat(town.streets[1], Role.STREET_OPERATOR, name="乙经办")


@pytest.fixture
def new_case(town: Town) -> Callable[..., Case]:
    """A case in the first street, as the hotline sent it."""

    def new(**facts) -> Case:
        facts.setdefault("whereabouts", Whereabouts(street=town.area.streets[0].name))
        return make.case(sender=town.city, **facts)

    return new


@pytest.fixture
def sent_case(town: Town, new_case) -> Callable[..., Case]:
    """Dispatched to the first street, waiting for its signature."""

    def sent(**facts) -> Case:
        actor = make.person(town.centre, Role.DISPATCHER)
        return dispatch(new_case(**facts).pk, target=town.streets[0], actor=actor, now=make.MORNING)

    return sent


@pytest.fixture
def signed_case(town: Town, sent_case) -> Callable[..., Case]:
    def signed(**facts) -> Case:
        return sign(sent_case(**facts).pk, actor=make.person(town.streets[0], Role.STREET_OPERATOR), now=make.MORNING)

    return signed
