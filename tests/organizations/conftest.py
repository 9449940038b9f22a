import copy
from datetime import datetime
from pathlib import Path

import pytest

from kernel.actors import Actor
from kernel.times import SHANGHAI
from organizations.actions.grant_role import grant_role
from organizations.actions.issue_token import issue_token
from organizations.models import Organization, User
from organizations.roles import OrganizationKind, Role

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)
CONSOLE = Actor.system("console", "控制台")
PASSWORD = "长江黄河-735162"


@pytest.fixture(autouse=True)
def _small_site(settings):
    """Its own addresses and bare frame, so that these tests don't move with the look of the pages."""
    settings.ROOT_URLCONF = "tests.organizations.urls"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].insert(0, Path(__file__).parent / "templates")
    settings.TEMPLATES = templates


@pytest.fixture
def centre(db) -> Organization:
    return Organization.objects.create(
        kind=OrganizationKind.DISTRICT_CENTRE, code="CENTRE", name="区指挥中心", short_name="区指挥中心"
    )


@pytest.fixture
def department(centre) -> Organization:
    return Organization.objects.create(
        kind=OrganizationKind.DEPARTMENT, code="D11", name="城市管理委员会", short_name="城管委", parent=centre
    )


@pytest.fixture
def make_user(centre):
    """`make_user("li", Role.DISPATCHER)`: an account with roles, of the centre unless said otherwise."""

    def make(username: str, *roles: Role, organization: Organization | None = centre, **columns) -> User:
        columns = {"display_name": f"用户{username}"} | columns
        user = User.objects.create_user(username, password=PASSWORD, organization=organization, **columns)
        for role in roles:
            grant_role(user, role=role, actor=CONSOLE, now=NOW)
        return user

    return make


@pytest.fixture
def issue(department):
    """A client of the department with a token, issued at `NOW`."""

    def make(*scopes: str, name: str = "城管委系统", organization: Organization = department, **facts):
        return issue_token(organization, name=name, scopes=scopes, actor=CONSOLE, now=NOW, **facts)

    return make
