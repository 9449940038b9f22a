"""Attempts of strangers: kept for the audit, and never more than a little."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from organizations.actions.disable_client import disable_client
from organizations.attempts import MOST_FROM_ADDRESS, MOST_IN_SPAN, note_attempt
from organizations.models import AuditEntry
from tests.organizations.conftest import CONSOLE, NOW, PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, FORM = "/accounts/login/", "/accounts/password/"


def call(token: str, *, after: timedelta = timedelta(), address: str = "192.0.2.7"):
    with time_machine.travel(NOW + after, tick=False):
        return Client().get("/api/whoami/", headers={"Authorization": f"Bearer {token}"}, REMOTE_ADDR=address)


def noted(kind: str = "token.refused") -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(kind=kind).order_by("id"))


def test_a_wrong_token_is_noted_and_stands_nowhere(db):
    token = "ccs_Zm9vYmFyMTIzNDU2"
    assert call(token).status_code == 401
    (entry,) = noted()
    assert (entry.subject_kind, entry.subject_label, entry.address) == ("api_token", "", "192.0.2.7")
    assert token[:10] not in str(AuditEntry.objects.values_list())


def test_a_token_past_its_time_and_one_put_out_of_use_name_the_client_and_why(issue):
    issued = issue("cases:read", lifetime=timedelta(days=1))
    call(issued.token, after=timedelta(days=2))
    disable_client(issued.client, reason="泄露", actor=CONSOLE, now=NOW)
    call(issued.token, after=timedelta(days=3))
    assert [(e.subject_id, e.subject_label) for e in noted()] == [(str(issued.client.pk), "城管委系统")] * 2
    assert [e.reason for e in noted()] == ["令牌已过期，请换用新令牌。", "令牌无效或已停用。"]


def test_a_loop_with_one_token_writes_one_entry_a_minute(db):
    for seconds in range(0, 120, 5):
        call("ccs_wrong", after=timedelta(seconds=seconds))
    assert len(noted()) == 2


def test_a_loop_over_tokens_is_bounded_for_its_address_and_leaves_room_for_others(db):
    for n in range(MOST_FROM_ADDRESS + 5):
        call(f"ccs_{n:06}")
    call("ccs_000000", address="192.0.2.8")
    assert [e.address for e in noted()] == ["192.0.2.7"] * MOST_FROM_ADDRESS + ["192.0.2.8"]


def test_a_loop_over_addresses_is_bounded_too(db):
    for n in range(MOST_IN_SPAN + 20):
        note_attempt(
            "token.refused", subject_kind="api_token", subject_id=n, actor=CONSOLE, now=NOW, address=f"2001:db8::{n:x}"
        )
    assert len(noted()) == MOST_IN_SPAN


def test_a_good_token_costs_no_statement_more(issue, django_assert_num_queries):
    issued = issue("cases:read")
    call(issued.token)
    with django_assert_num_queries(1):
        assert call(issued.token, after=timedelta(seconds=30)).status_code == 200


def test_trying_on_at_a_locked_door_is_noted_once_a_minute(make_user):
    make_user("li")
    with time_machine.travel(NOW, tick=False):
        answers = [Client().post(LOGIN, {"username": "li", "password": "不对"}).status_code for _ in range(30)]
    assert (answers[-1], len(noted("user.sign_in_failed")), len(noted("user.locked_out"))) == (429, 4, 1)


def test_a_wrong_old_password_is_noted_and_a_weak_new_one_is_not(make_user):
    user, browser = make_user("li"), Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    browser.post(FORM, {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"})
    assert noted("user.password_refused") == []
    for _ in range(3):
        browser.post(FORM, {"old_password": "不对", "new_password1": PASSWORD, "new_password2": PASSWORD})
    (entry,) = noted("user.password_refused")
    assert (entry.actor_key, entry.subject_id) == (user.actor.key, str(user.pk))
