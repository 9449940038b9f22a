"""Refused attempts: recorded, and never more than a little."""

from datetime import timedelta

import pytest

from kernel.actors import Actor, ActorKind
from organizations.models import AuditEntry
from organizations.refusals import MOST_IN_SPAN, note_refusal
from tests.organizations.conftest import NOW

pytestmark = pytest.mark.django_db
LI = Actor(ActorKind.USER, "7", "李某")


def tried(where="POST desk:act", at=NOW, who=LI):
    return note_refusal(where, path="/desk/cases/1/sign/", actor=who, now=at, address="192.0.2.7")


def test_a_refused_attempt_says_who_where_and_from_where():
    tried()
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.actor_key, entry.subject_id, entry.address) == (
        "access.refused",
        "user:7",
        "POST desk:act",
        "192.0.2.7",
    )


def test_the_same_again_within_a_minute_writes_nothing():
    assert [tried() is None, tried(at=NOW + timedelta(seconds=59)) is None] == [False, True]
    assert tried(at=NOW + timedelta(seconds=61)) is not None


def test_a_loop_over_many_addresses_is_bounded():
    for n in range(50):
        tried(where=f"GET page:{n}")
    assert AuditEntry.objects.count() == MOST_IN_SPAN
    assert tried(who=Actor(ActorKind.USER, "8", "张某")) is not None
