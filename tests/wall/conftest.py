"""Screens: a token in the address, and what stands on the wall."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from foundation import clock
from organizations.actions.issue_token import issue_token
from organizations.models import Organization
from organizations.roles import Role
from organizations.scopes import ApiScope
from tests import make


def token_of(organization: Organization, *scopes: str) -> str:
    admin = make.person(organization, Role.SYSTEM_ADMIN)
    wanted = scopes or (ApiScope.WALL_SHOW,)
    return issue_token(organization, name="大屏", scopes=wanted, actor=admin, now=clock.now()).token


@pytest.fixture(autouse=True)
def _nothing_kept():
    """The wall keeps its figures for some seconds; a test must not meet those of the one before."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def noon():
    with time_machine.travel(make.NOON, tick=False):
        yield make.NOON


@pytest.fixture
def wall(noon):
    """The screen of an organization, as text."""

    def look(organization: Organization, part: str = "") -> str:
        cache.clear()
        token = token_of(organization) if organization.pk not in tokens else tokens[organization.pk]
        tokens[organization.pk] = token
        answer = Client().get(f"/wall/{token}/{part}")
        assert answer.status_code == 200
        return answer.text

    tokens: dict[int, str] = {}
    return look
