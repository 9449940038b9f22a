import pytest

from organizations.roles import Role
from tests import make


@pytest.fixture
def supervisor(town):
    return make.person(town.centre, Role.DISPATCHER, Role.DUTY_SUPERVISOR)


@pytest.fixture
def officer(town):
    return make.person(town.streets[0], Role.STREET_OPERATOR)
