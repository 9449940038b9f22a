from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from organizations.actions.disable_client import disable_client
from organizations.actions.rotate_token import rotate_token
from organizations.models import ApiClient
from organizations.roles import Role
from tests.organizations.conftest import CONSOLE, NOW

pytestmark = pytest.mark.django_db


def ask(token: str, path: str = "/api/whoami/", *, after: timedelta = timedelta(), method: str = "get", **headers):
    with time_machine.travel(NOW + after, tick=False):
        return getattr(Client(), method)(path, headers={"Authorization": f"Bearer {token}", **headers})


def test_token_makes_the_client_the_actor(issue):
    issued = issue("cases:read")
    answer = ask(issued.token)
    assert (answer.status_code, answer.json()) == (200, {"key": f"client:{issued.client.pk}", "scopes": ["cases:read"]})


def test_call_without_a_token_is_asked_for_one(db):
    answer = Client().get("/api/whoami/")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="api"')


@pytest.mark.parametrize("token", ["", "ccs_unknown", "ccs_\u7532", "Zm9v Zm9v"])
def test_unknown_token_is_refused(db, token):
    answer = ask(token.encode().decode("latin-1"))
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


def test_expired_token_says_so(issue):
    issued = issue("cases:read", lifetime=timedelta(days=1))
    last = ask(issued.token, after=timedelta(days=1, seconds=-1))
    late = ask(issued.token, after=timedelta(days=1))
    assert (last.status_code, late.status_code, late.json()["code"]) == (200, 401, "token_expired")


def test_both_tokens_are_good_during_the_overlap(issue):
    old = issue("cases:read")
    new = rotate_token(old.client, overlap=timedelta(hours=2), actor=CONSOLE, now=NOW)
    within, after = timedelta(hours=1), timedelta(hours=2)
    assert [ask(t.token, after=within).status_code for t in (old, new)] == [200, 200]
    assert [ask(t.token, after=after).status_code for t in (old, new)] == [401, 200]


def test_overlap_never_outlives_the_old_token(issue):
    old = issue("cases:read", lifetime=timedelta(minutes=30))
    rotated = rotate_token(old.client, overlap=timedelta(days=7), actor=CONSOLE, now=NOW)
    assert rotated.client.previous_expires_at == NOW + timedelta(minutes=30)


def test_rotating_twice_ends_the_first_token_at_once(issue):
    first = issue("cases:read")
    second = rotate_token(first.client, actor=CONSOLE, now=NOW)
    rotate_token(second.client, actor=CONSOLE, now=NOW)
    assert [ask(first.token).status_code, ask(second.token).status_code] == [401, 200]


def test_disabled_client_is_refused_with_its_next_call(issue):
    old = issue("cases:read")
    new = rotate_token(old.client, actor=CONSOLE, now=NOW)
    assert ask(old.token).status_code == 200
    disable_client(new.client, reason="泄露", actor=CONSOLE, now=NOW)
    assert [ask(old.token).status_code, ask(new.token).status_code] == [401, 401]


def test_client_of_an_organization_out_of_use_is_refused(issue, department):
    issued = issue("cases:read")
    department.is_active = False
    department.save()
    assert ask(issued.token).status_code == 401


def test_last_use_is_written_at_most_once_a_minute(issue, django_assert_num_queries):
    issued = issue("cases:read")
    ask(issued.token)
    with django_assert_num_queries(1):
        ask(issued.token, after=timedelta(seconds=59))
    assert ApiClient.objects.get().last_used_at == NOW
    with django_assert_num_queries(2):
        ask(issued.token, after=timedelta(seconds=60))
    assert ApiClient.objects.get().last_used_at == NOW + timedelta(seconds=60)


def test_scope_opens_what_the_table_says_and_no_more(issue):
    issued = issue("cases:read")
    read, dispatch = (ask(issued.token, "/api/cases/", method=m) for m in ("get", "post"))
    assert (read.status_code, dispatch.status_code, dispatch.json()["code"]) == (200, 403, "not_allowed")


def test_token_wins_over_a_session_and_needs_no_csrf(issue, make_user):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_user("li", Role.DISPATCHER))
    issued = issue("cases:read")
    with time_machine.travel(NOW, tick=False):
        answer = browser.post("/api/whoami/", headers={"Authorization": f"Bearer {issued.token}"})
    assert answer.json()["key"] == f"client:{issued.client.pk}"


def test_session_works_too_but_a_change_needs_csrf(make_user):
    user = make_user("li", Role.DISPATCHER)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    assert browser.get("/api/whoami/").json()["key"] == f"user:{user.pk}"
    assert browser.post("/api/cases/").status_code == 403


def test_closed_account_loses_its_session(make_user):
    user, browser = make_user("li", Role.DISPATCHER), Client()
    browser.force_login(user)
    user.is_active = False
    user.save()
    assert browser.get("/api/whoami/").status_code == 401
