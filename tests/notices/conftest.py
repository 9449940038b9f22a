from datetime import UTC, datetime

import pytest

from kernel.actors import Actor, ActorKind
from organizations.models import Organization, User

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def department(db):
    """Makes departments by name."""

    def make(name: str) -> Organization:
        return Organization.objects.create(
            kind=Organization.Kind.DEPARTMENT, code=name, name=f"{name}局", short_name=name
        )

    return make


@pytest.fixture
def greening(department):
    return department("园林")


@pytest.fixture
def water(department):
    return department("水务")


@pytest.fixture
def officer(db):
    """Makes a person of an organization and the actor this person is."""

    def make(organization: Organization, name: str = "officer") -> Actor:
        user = User.objects.create(username=name, display_name=name, organization=organization)
        return Actor(ActorKind.USER, str(user.pk), name, organization_id=organization.pk)

    return make
