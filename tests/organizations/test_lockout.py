import pytest
from axes.models import AccessAttempt
from django.test import Client

from organizations.models import AuditEntry
from organizations.roles import Role
from tests.organizations.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def enter(username: str, password: str, address: str) -> int:
    return Client().post(LOGIN, {"username": username, "password": password}, REMOTE_ADDR=address).status_code


@pytest.fixture
def li(make_user, settings):
    settings.SIGN_IN_FAILURES_OF_ACCOUNT = 6
    settings.SIGN_IN_FAILURES_FROM_ADDRESS = 8
    return make_user("li", Role.DISPATCHER)


def test_one_account_tried_from_many_addresses_is_locked_everywhere_new(li):
    assert [enter("li", "不对的密码", f"203.0.113.{n}") for n in range(6)] == [200] * 6
    assert enter("li", PASSWORD, "203.0.113.99") == 429


def test_a_colleague_is_not_locked_out_of_the_own_desk_from_elsewhere(li):
    assert enter("li", PASSWORD, "10.0.0.1") == 302
    for n in range(7):
        enter("li", "不对的密码", f"203.0.113.{n}")
    assert [enter("li", PASSWORD, address) for address in ("10.0.0.1", "10.0.0.2")] == [302, 429]


def test_one_address_that_tries_many_accounts_is_locked_for_all_of_them(li, make_user):
    for n in range(8):
        enter(f"name{n}", "不对的密码", "203.0.113.5")
    assert enter("li", PASSWORD, "203.0.113.5") == 429
    assert enter("li", PASSWORD, "203.0.113.6") == 302


def test_a_neighbours_mistakes_leave_the_office_open_up_to_four_times_the_limit(li):
    assert enter("li", PASSWORD, "10.0.0.1") == 302
    for n in range(8):
        enter(f"name{n}", "不对的密码", "10.0.0.1")
    assert enter("li", PASSWORD, "10.0.0.1") == 302
    AccessAttempt.objects.update(failures_since_start=4)
    assert enter("li", PASSWORD, "10.0.0.1") == 429


def test_what_was_typed_instead_of_a_name_is_counted_but_kept_nowhere(li):
    typed = "MyPassw0rd!2026"
    assert [enter(name, "x", "10.0.0.1") for name in (typed, typed.upper(), typed, typed, typed)] == [200] * 4 + [429]
    kept = [*AccessAttempt.objects.values_list(), *AuditEntry.objects.values_list()]
    assert typed.lower() not in str(kept).lower()
    attempt = AccessAttempt.objects.get()
    assert (attempt.username[:5], len(attempt.username), attempt.failures_since_start) == ("未知账号 ", 37, 5)


def test_trying_on_while_locked_does_not_make_the_lock_longer(li):
    for _ in range(5):
        enter("li", "不对的密码", "10.0.0.1")
    before = AccessAttempt.objects.values("failures_since_start", "attempt_time").get()
    assert enter("li", "不对的密码", "10.0.0.1") == 429
    assert AccessAttempt.objects.values("failures_since_start", "attempt_time").get() == before


def test_the_security_administrator_alone_lifts_a_wide_lock_and_the_audit_says_so(li, make_user):
    for n in range(6):
        enter("li", "不对的密码", f"203.0.113.{n}")
    chosen = {
        "action": "delete_selected",
        "_selected_action": list(AccessAttempt.objects.values_list("pk", flat=True)),
        "post": "yes",
    }
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        browser = Client()
        browser.force_login(make_user(role, role), backend="django.contrib.auth.backends.ModelBackend")
        browser.post("/admin/organizations/signinlock/", chosen)
        assert AccessAttempt.objects.exists() == (role == Role.SYSTEM_ADMIN)
    assert AuditEntry.objects.filter(kind="organizations.signinlock.deleted").count() == 6
    assert enter("li", PASSWORD, "203.0.113.99") == 302


def test_the_page_of_locks_is_chinese_and_shows_nothing_that_was_typed(li, make_user):
    for _ in range(5):
        enter("li", "不对的密码", "203.0.113.7")
    browser = Client()
    browser.force_login(make_user("an", Role.SECURITY_ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    address = "/admin/organizations/signinlock/"
    for page in (address, f"{address}{AccessAttempt.objects.get().pk}/change/"):
        text = browser.get(page).content.decode()
        assert ("203.0.113.7" in text, "已锁定" in text, "登录锁定" in text) == (True, True, True)
        assert [word for word in ("ttempt", "User Agent", "Failed", "不对的密码") if word in text] == []
