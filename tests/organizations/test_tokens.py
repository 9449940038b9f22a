from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kernel.errors import Invalid, NotAllowed, Refused
from organizations.actions.disable_client import disable_client
from organizations.actions.issue_token import issue_token
from organizations.actions.rotate_token import rotate_token
from organizations.models import ApiClient, AuditEntry
from organizations.roles import Role
from tests.organizations.conftest import CONSOLE, NOW

pytestmark = pytest.mark.django_db


def test_token_is_stored_as_a_hash_alone(issue):
    issued = issue("cases:read")
    row = ApiClient.objects.values().get()
    assert issued.token.startswith("ccs_")
    assert issued.token.startswith(row["token_prefix"])
    assert len(issued.token) > 40
    assert issued.token not in str(row)
    assert issued.token not in repr(issued)
    assert issued.token not in str(list(AuditEntry.objects.values()))


def test_unknown_scope_is_refused(issue):
    with pytest.raises(Invalid) as refusal:
        issue("cases:read", "cases:destroy")
    assert refusal.value.code == "unknown_scope"


def test_client_without_a_scope_is_refused(issue):
    with pytest.raises(Invalid):
        issue()


def test_database_knows_the_scopes_too(issue):
    issued = issue("cases:read")
    with pytest.raises(IntegrityError, match="client_has_known_scopes"), transaction.atomic():
        ApiClient.objects.filter(pk=issued.client.pk).update(scopes=["cases:destroy"])


def test_name_is_given_once_in_an_organization(issue):
    issue("cases:read", name="甲")
    with pytest.raises(Refused) as refusal:
        issue("cases:read", name="甲")
    assert refusal.value.code == "client_name_taken"


def test_disabled_client_gets_no_new_token(issue):
    client = disable_client(issue("cases:read").client, reason="停用", actor=CONSOLE, now=NOW)
    with pytest.raises(Refused) as refusal:
        rotate_token(client, actor=CONSOLE, now=NOW)
    assert refusal.value.code == "client_disabled"


def test_life_of_a_client_is_audited(issue):
    issued = issue("cases:read", lifetime=timedelta(days=3))
    rotate_token(issued.client, actor=CONSOLE, now=NOW)
    disable_client(issued.client, reason="泄露", actor=CONSOLE, now=NOW)
    disable_client(issued.client, reason="再按一次", actor=CONSOLE, now=NOW)
    trace = AuditEntry.objects.filter(subject_kind="api_client", subject_id=str(issued.client.pk)).order_by("id")
    assert [(e.kind, e.reason) for e in trace] == [
        ("api_client.issued", ""),
        ("api_client.rotated", ""),
        ("api_client.disabled", "泄露"),
    ]


def test_only_the_system_administrator_issues_tokens(make_user, department):
    security = make_user("an", Role.SECURITY_ADMIN).actor
    with pytest.raises(NotAllowed):
        issue_token(department, name="甲", scopes=["cases:read"], actor=security, now=NOW)
