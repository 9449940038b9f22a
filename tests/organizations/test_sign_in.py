import pytest
from django.test import Client

from organizations.models import AuditEntry, User
from organizations.roles import Role
from tests.organizations.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def enter(browser: Client, username: str, password: str, **extra):
    return browser.post(LOGIN, {"username": username, "password": password}, **extra)


def trace() -> list[str]:
    return list(AuditEntry.objects.exclude(actor_key="system:console").order_by("id").values_list("kind", flat=True))


def test_signing_in_and_out_leaves_its_trace(make_user):
    user, browser = make_user("li", Role.DISPATCHER), Client()
    assert enter(browser, "li", PASSWORD, REMOTE_ADDR="10.1.2.3").headers["Location"] == "/desk/"
    assert browser.post("/accounts/logout/").headers["Location"] == LOGIN
    assert trace() == ["user.signed_in", "user.signed_out"]
    entry = AuditEntry.objects.get(kind="user.signed_in")
    assert (entry.actor_key, entry.subject_label, entry.address) == (f"user:{user.pk}", "li", "10.1.2.3")


def test_name_is_taken_in_any_case(make_user):
    make_user("Li", Role.DISPATCHER)
    assert enter(Client(), "lI", PASSWORD).status_code == 302


def test_administrator_is_led_to_the_administration(make_user):
    make_user("guan", Role.SYSTEM_ADMIN)
    assert enter(Client(), "guan", PASSWORD).headers["Location"] == "/admin/"


def test_way_asked_for_before_signing_in_is_taken_afterwards(make_user):
    make_user("li", Role.DISPATCHER)
    answer = Client().post(LOGIN, {"username": "li", "password": PASSWORD, "next": "/page/"})
    assert answer.headers["Location"] == "/page/"
    elsewhere = Client().post(LOGIN, {"username": "li", "password": PASSWORD, "next": "https://example.org/"})
    assert elsewhere.headers["Location"] == "/desk/"


def test_page_is_chinese_and_keeps_to_the_security_policy(client):
    answer = client.get(LOGIN)
    page = answer.content.decode()
    assert "用户名" in page
    assert "<script>" not in page
    assert "style=" not in page
    assert "Content-Security-Policy" in answer.headers


def test_wrong_password_is_recorded_with_the_account(make_user):
    user = make_user("li")
    answer = enter(Client(), "li", "不对的密码")
    entry = AuditEntry.objects.get(kind="user.sign_in_failed")
    assert (answer.status_code, entry.subject_id, entry.actor_key) == (200, str(user.pk), "user:")


def test_what_was_typed_instead_of_a_name_is_not_recorded(db):
    enter(Client(), "MyPassw0rd!", "x")
    entry = AuditEntry.objects.get(kind="user.sign_in_failed")
    assert (entry.subject_id, entry.subject_label) == ("", "")


def test_closed_account_cannot_sign_in(make_user):
    make_user("li", Role.DISPATCHER, is_active=False)
    assert enter(Client(), "li", PASSWORD).status_code == 200


def test_fifth_failure_locks_account_and_address_together(make_user):
    make_user("li", Role.DISPATCHER)
    here = {"REMOTE_ADDR": "10.0.0.1"}
    answers = [enter(Client(), name, "不对的密码", **here).status_code for name in ("li", "LI", "Li", "lI", " li")]
    assert answers == [200, 200, 200, 200, 429]
    right_but_late = enter(Client(), "li", PASSWORD, **here)
    assert (right_but_late.status_code, "锁定" in right_but_late.content.decode()) == (429, True)
    assert trace()[-2:] == ["user.locked_out", "user.locked_out"]
    assert enter(Client(), "li", PASSWORD, REMOTE_ADDR="10.0.0.2").status_code == 302


def test_security_administrator_lifts_the_lock(make_user):
    make_user("li", Role.DISPATCHER)
    for _ in range(5):
        enter(Client(), "li", "不对的密码")
    security = Client()
    security.force_login(make_user("an", Role.SECURITY_ADMIN))
    from axes.models import AccessAttempt

    security.post(f"/admin/organizations/signinlock/{AccessAttempt.objects.get().pk}/delete/", {"post": "yes"})
    assert enter(Client(), "li", PASSWORD).status_code == 302


def test_changing_ones_password_ends_the_other_sessions(make_user):
    make_user("li", Role.DISPATCHER)
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        enter(browser, "li", PASSWORD)
    new = "黄河长江-846273"
    here.post("/accounts/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert User.objects.get(username="li").check_password(new)
    assert [browser.get("/page/").status_code for browser in (here, elsewhere)] == [200, 302]
    assert trace()[-1] == "user.password_changed"
