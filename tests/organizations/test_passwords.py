from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kernel.errors import Invalid, NotAllowed
from organizations.actions.change_password import change_password
from organizations.actions.create_user import create_user
from organizations.models import AuditEntry, UsedPassword, User
from organizations.password_rules import days_left, kinds_in
from organizations.roles import Role
from tests.organizations.conftest import CONSOLE, NOW, PASSWORD

pytestmark = pytest.mark.django_db
FORM = "/accounts/password/"
USERS = "/admin/organizations/user/"


def change(user: User, password: str) -> None:
    change_password(user, password=password, actor=user.actor, now=NOW)


def newcomer(username: str = "li", role: Role = Role.DISPATCHER, organization=None) -> User:
    """An account as the system administrator opens it; the role is given here past the rule of organizations."""
    user = create_user(
        username, display_name="李某", organization=organization, password=PASSWORD, actor=CONSOLE, now=NOW
    )
    user.role_grants.create(role=role, granted_at=NOW, granted_by="")
    return user


def entered(user: User) -> Client:
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.mark.parametrize(
    ("password", "kinds"),
    [
        ("qingshan", {"lower"}),
        ("Qingshan-1", {"lower", "upper", "symbol", "digit"}),
        ("长江 735162", {"letter", "symbol", "digit"}),
    ],
)
def test_kinds_of_characters_are_told_apart(password, kinds):
    assert kinds_in(password) == kinds


def test_password_of_two_kinds_is_refused(make_user):
    with pytest.raises(Invalid, match="至少要有三种"):
        change(make_user("li"), "qingshanxishan735162")


def test_the_last_five_passwords_do_not_come_back_and_the_sixth_does(make_user):
    user = make_user("li")
    later = [f"黄河长江-84627{n}" for n in range(5)]
    for password in later[:4]:
        change(user, password)
    for password in [PASSWORD, *later[:4]]:
        with pytest.raises(Invalid, match="最近 5 次"):
            change(user, password)
    change(user, later[4])
    change(user, PASSWORD)
    assert UsedPassword.objects.filter(user=user).count() == 5


def test_the_password_in_use_counts_for_an_account_older_than_the_rule(make_user):
    user = make_user("li")
    UsedPassword.objects.all().delete()
    with pytest.raises(Invalid, match="最近 5 次"):
        change(user, PASSWORD)


def test_form_and_admin_obey_the_same_rules(make_user):
    li, system = make_user("li"), make_user("guan", Role.SYSTEM_ADMIN)
    own = entered(li).post(FORM, {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD})
    reset = entered(system).post(f"{USERS}{li.pk}/password/", {"password1": PASSWORD, "password2": PASSWORD})
    assert ["最近 5 次" in answer.content.decode() for answer in (own, reset)] == [True, True]


def test_the_form_says_every_rule_in_chinese(make_user):
    page = entered(make_user("li")).get(FORM).content.decode()
    for rule in ("至少 10 个字符", "常见密码", "至少要有三种", "最近 5 次"):
        assert rule in page


def test_first_password_opens_nothing_but_the_way_to_ones_own(centre):
    browser = entered(newcomer(organization=centre))
    page = browser.get("/page/")
    fragment = browser.get("/page/", headers={"HX-Request": "true"})
    assert (page.status_code, page["Location"], fragment["HX-Redirect"]) == (302, FORM, FORM)
    assert "初始密码" in browser.get(FORM).content.decode()
    new = "黄河长江-846273"
    browser.post(FORM, {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert browser.get("/page/").status_code == 200


def test_api_tells_a_session_with_a_first_password_what_to_do(centre):
    answer = entered(newcomer(organization=centre)).get("/api/whoami/")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["code"] == "password_change_required"


def test_administration_is_closed_to_a_first_password_and_signing_out_is_not():
    browser = entered(newcomer("guan", Role.SYSTEM_ADMIN))
    assert browser.get("/admin/")["Location"] == FORM
    assert browser.post("/accounts/logout/")["Location"] == "/accounts/login/"


def test_password_set_by_the_administrator_must_be_changed_and_ends_every_session(make_user):
    li, system, new = make_user("li", Role.DISPATCHER), make_user("guan", Role.SYSTEM_ADMIN), "黄河长江-846273"
    before = entered(li)
    assert before.get("/page/").status_code == 200
    entered(system).post(f"{USERS}{li.pk}/password/", {"password1": new, "password2": new})
    assert before.get("/page/")["Location"].startswith("/accounts/login/")
    assert entered(User.objects.get(pk=li.pk)).get("/page/")["Location"] == FORM


def test_account_from_the_command_line_has_a_first_password_too(db, monkeypatch):
    monkeypatch.setenv("CENTER_NEW_PASSWORD", PASSWORD)
    call_command("create_user", "guan", "--display-name", "管理员", "--role", "system_admin")
    assert User.objects.get().must_change_password


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
@pytest.mark.parametrize("is_active", [True, False])
def test_no_administrator_sets_the_password_of_another(make_user, role, is_active):
    other, system, new = make_user("shen", role), make_user("guan", Role.SYSTEM_ADMIN), "黄河长江-846273"
    User.objects.filter(pk=other.pk).update(is_active=is_active)
    answer = entered(system).post(f"{USERS}{other.pk}/password/", {"password1": new, "password2": new})
    assert (answer.status_code, "只能由本人修改" in answer.content.decode()) == (403, True)
    other = User.objects.get(pk=other.pk)
    with pytest.raises(NotAllowed):
        change_password(other, password=new, actor=system.actor, now=NOW)
    assert other.check_password(PASSWORD)
    assert not AuditEntry.objects.filter(kind="user.password_changed").exists()


def test_an_administrator_comes_back_in_by_the_server(make_user, monkeypatch):
    other = make_user("shen", Role.AUDIT_ADMIN)
    monkeypatch.setenv("CENTER_NEW_PASSWORD", "黄河长江-846273")
    call_command("set_password", "SHEN")
    other = User.objects.get(pk=other.pk)
    assert (other.check_password("黄河长江-846273"), other.must_change_password) == (True, True)
    assert AuditEntry.objects.get(kind="user.password_changed").actor_key == "system:console"


@pytest.mark.parametrize(("username", "said"), [("nobody", "没有用户名为"), ("shen", "最近 5 次")])
def test_the_server_says_why_it_sets_no_password(make_user, monkeypatch, username, said):
    make_user("shen", Role.AUDIT_ADMIN)
    monkeypatch.setenv("CENTER_NEW_PASSWORD", PASSWORD)
    with pytest.raises(CommandError, match=said):
        call_command("set_password", username)


@pytest.mark.parametrize("zeros", ["", "00"])
def test_ones_own_password_is_changed_where_the_old_one_is_asked_for(make_user, zeros):
    system, new = make_user("guan", Role.SYSTEM_ADMIN), "黄河长江-846273"
    browser, before = entered(system), User.objects.values().get(pk=system.pk)
    answer = browser.post(f"{USERS}{zeros}{system.pk}/password/", {"password1": new, "password2": new})
    assert (answer.status_code, answer["Location"]) == (302, FORM)
    assert User.objects.values().get(pk=system.pk) == before
    assert browser.get("/admin/").status_code == 200


def test_password_too_old_must_be_changed(make_user, settings):
    user = make_user("li", Role.DISPATCHER, password_changed_at=NOW)
    settings.PASSWORD_DAYS = 90
    assert days_left(user, now=NOW + timedelta(days=90)) == 0
    assert days_left(user, now=NOW + timedelta(days=90, seconds=1)) == -1
    User.objects.update(password_changed_at=NOW - timedelta(days=1000))
    browser = entered(user)
    assert browser.get("/page/")["Location"] == FORM
    settings.PASSWORD_DAYS = 0
    assert browser.get("/page/").status_code == 200


def test_whoever_signs_in_hears_that_the_password_will_end(make_user, settings):
    from foundation.clock import now

    settings.PASSWORD_DAYS = 90
    make_user("li", Role.DISPATCHER, password_changed_at=now() - timedelta(days=80, minutes=-5))
    answer = Client().post("/accounts/login/", {"username": "li", "password": PASSWORD})
    assert "密码还有 10 天到期" in str([m.message for m in answer.wsgi_request._messages])


def test_nobody_has_rights_outside_the_permission_table():
    """No column gives rights past the table: no superuser, no staff, no groups, no rights of a single person."""
    names = {field.name for field in User._meta.get_fields()}
    assert names.isdisjoint({"is_superuser", "is_staff", "groups", "user_permissions"})
