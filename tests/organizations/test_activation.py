"""Whoever opens an account and waits for it to become an administrator's gets nothing."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client

from kernel.errors import Invalid, NotAllowed, Refused
from organizations.actions.activate import issue_activation_code
from organizations.actions.change_password import change_password
from organizations.actions.grant_role import grant_role
from organizations.actions.revoke_role import revoke_role
from organizations.models import AuditEntry, User, UserSession
from organizations.roles import Role
from tests.organizations.conftest import CONSOLE, NOW, PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, FORM, AUDIT = "/accounts/login/", "/accounts/password/", "/admin/organizations/auditentry/"
GRANTS = "/admin/organizations/rolegrant/"
OTHER, THIRD = "黄河长江-846273", "淮河松花江-918264"
CODE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}")


@pytest.fixture
def security(make_user) -> User:
    return make_user("anquan", Role.SECURITY_ADMIN)


def enter(username: str, password: str) -> Client:
    browser = Client()
    browser.post(LOGIN, {"username": username, "password": password})
    return browser


def change(browser: Client, old: str, new: str, **facts: str) -> int:
    return browser.post(FORM, {"old_password": old, "new_password1": new, "new_password2": new} | facts).status_code


def test_the_opener_who_changed_the_password_too_does_not_become_the_administrator(make_user, security):
    user = make_user("li", must_change_password=True)
    opener = enter("li", PASSWORD)
    assert change(opener, PASSWORD, OTHER) == 302
    grant_role(user, role=Role.AUDIT_ADMIN, actor=security.actor, now=NOW)
    assert not UserSession.objects.filter(user=user).exists()
    opener = enter("li", OTHER)
    assert opener.get(AUDIT).headers["Location"] == FORM
    assert change(opener, OTHER, THIRD) == 200
    assert change(opener, OTHER, THIRD, activation_code="AAAA-BBBB-CCCC") == 200
    assert opener.get(AUDIT).headers["Location"] == FORM
    assert AuditEntry.objects.filter(kind="user.activation_failed").count() == 2


def test_the_holder_comes_in_with_password_and_code(make_user, security):
    make_user("li", must_change_password=True)
    browser = Client()
    browser.force_login(security, backend="django.contrib.auth.backends.ModelBackend")
    user = User.objects.get(username="li")
    told = browser.post(f"{GRANTS}add/", {"user": user.pk, "role": "audit_admin"}, follow=True).content.decode()
    code = CODE.search(told)[0]
    assert code not in browser.get(GRANTS).content.decode()
    holder = enter("li", PASSWORD)
    assert "开通码" in holder.get(FORM).content.decode()
    assert change(holder, PASSWORD, OTHER, activation_code=code.lower().replace("-", "")) == 302
    assert holder.get(AUDIT).status_code == 200
    user.refresh_from_db()
    assert (user.awaits_activation, user.activation_hash, user.must_change_password) == (False, "", False)
    assert code not in str(list(AuditEntry.objects.values_list("after", flat=True)))


def test_a_new_code_voids_the_one_before_and_none_lives_longer_than_a_week(make_user, security):
    user = make_user("li")
    grant_role(user, role=Role.SYSTEM_ADMIN, actor=security.actor, now=NOW)
    first, second = (issue_activation_code(user, actor=security.actor, now=NOW) for _ in range(2))
    user.refresh_from_db()
    for code, when in ((first, NOW), (second, NOW + timedelta(days=7, seconds=1))):
        with pytest.raises(Invalid, match="开通码不对或已过期"):
            change_password(user, password=OTHER, actor=user.actor, now=when, activation_code=code)
    change_password(user, password=OTHER, actor=user.actor, now=NOW + timedelta(days=7), activation_code=second)
    assert not User.objects.get(pk=user.pk).awaits_activation


def test_a_lost_code_is_replaced_from_the_list(make_user, security):
    user = make_user("li")
    grant = grant_role(user, role=Role.AUDIT_ADMIN, actor=security.actor, now=NOW)
    browser = Client()
    browser.force_login(security, backend="django.contrib.auth.backends.ModelBackend")
    chosen = {"action": "issue_code", "_selected_action": [grant.pk]}
    assert CODE.search(browser.post(GRANTS, chosen, follow=True).content.decode())


def test_only_the_security_administrator_issues_codes_and_only_where_one_is_awaited(make_user, security):
    user, system = make_user("li"), make_user("xitong", Role.SYSTEM_ADMIN)
    with pytest.raises(Refused, match="不在等待开通"):
        issue_activation_code(user, actor=security.actor, now=NOW)
    grant_role(user, role=Role.AUDIT_ADMIN, actor=security.actor, now=NOW)
    with pytest.raises(NotAllowed):
        issue_activation_code(user, actor=system.actor, now=NOW)


def test_taking_the_role_back_ends_the_waiting(make_user, security):
    user = make_user("li")
    grant_role(user, role=Role.AUDIT_ADMIN, actor=security.actor, now=NOW)
    revoke_role(user, role=Role.AUDIT_ADMIN, actor=security.actor, now=NOW)
    user.refresh_from_db()
    assert (user.awaits_activation, user.must_change_password) == (False, True)


def test_business_roles_and_those_given_on_the_server_wait_for_nobody(make_user, security):
    clerk, first = make_user("li"), make_user("wang")
    grant_role(clerk, role=Role.DISPATCHER, actor=security.actor, now=NOW)
    grant_role(first, role=Role.AUDIT_ADMIN, actor=CONSOLE, now=NOW)
    assert not User.objects.filter(awaits_activation=True).exists()


def test_an_account_that_waits_cannot_be_spared_the_new_password(make_user):
    with pytest.raises(IntegrityError):
        make_user("li", awaits_activation=True)
