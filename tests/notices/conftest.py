from datetime import UTC, datetime

import pytest

from kernel.actors import Actor, ActorKind
from notices.channels.webhook import new_secret
from notices.models import Endpoint
from notices.outbox import OutboxRow, append_many
from notices.sequencer import sequence_all
from organizations.models import Organization, User
from organizations.roles import Role

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


@pytest.fixture
def endpoint(db):
    """Makes endpoints as `register_endpoint` does, without looking anything up."""

    def make(organization: Organization, url: str = "https://receiver.example/hook", **facts) -> Endpoint:
        usual = {"secret": new_secret(), "created_at": NOON, "created_by": "接口"}
        return Endpoint.objects.create(organization=organization, url=url, **(usual | facts))

    return make


def tell(*subjects, audience, kind="case.signed", left=(), at=NOON):
    """Changes, one after the other, with their positions."""
    rows = [OutboxRow(kind, "case", name, 1, [one.pk for one in audience], left=left) for name in subjects]
    append_many(rows, now=at)
    sequence_all(now=at)


@pytest.fixture
def operator():
    """The system administrator, who looks after what leaves the house."""
    return Actor(ActorKind.USER, "1", "系统管理员", roles=frozenset({Role.SYSTEM_ADMIN}))
