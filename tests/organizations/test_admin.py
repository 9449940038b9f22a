import pytest
from django.contrib import admin
from django.test import Client
from django.utils.html import escape

from organizations.admin_base import AuditedAdmin
from organizations.models import ApiClient, AuditEntry, Organization, RoleGrant, User
from organizations.permissions import may_model
from organizations.roles import ADMINISTRATORS, Role
from organizations.secrets import phone_hash
from tests.organizations.conftest import NOW, PASSWORD

pytestmark = pytest.mark.django_db
ORGANIZATIONS, USERS = "/admin/organizations/organization/", "/admin/organizations/user/"
GRANTS, CLIENTS = "/admin/organizations/rolegrant/", "/admin/organizations/apiclient/"
AUDIT = "/admin/organizations/auditentry/"


@pytest.fixture
def browser_of(make_user):
    def sign_in(*roles: Role) -> Client:
        browser = Client()
        browser.force_login(make_user(f"u{roles[0]}", *roles))
        return browser

    return sign_in


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        (Role.SYSTEM_ADMIN, {ORGANIZATIONS, USERS, GRANTS, CLIENTS}),
        (Role.SECURITY_ADMIN, {ORGANIZATIONS, USERS, GRANTS, CLIENTS}),
        (Role.AUDIT_ADMIN, {AUDIT}),
    ],
)
def test_each_administrator_sees_their_own_pages(browser_of, role, opens):
    browser = browser_of(role)
    pages = (ORGANIZATIONS, USERS, GRANTS, CLIENTS, AUDIT)
    assert {page for page in pages if browser.get(page).status_code == 200} == opens


def test_business_role_does_not_come_in(browser_of):
    browser = browser_of(Role.DUTY_SUPERVISOR)
    first = browser.get("/admin/")
    assert (first.status_code, browser.get(first.headers["Location"]).status_code) == (302, 403)


def test_anonymous_signs_in_at_the_common_door(db):
    answer = Client().get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")


def test_every_registered_page_is_audited_and_opened_to_somebody():
    from kernel.actors import Actor, ActorKind

    administrators = [Actor(ActorKind.USER, "1", "", roles=frozenset({role})) for role in ADMINISTRATORS]
    for model, model_admin in admin.site._registry.items():
        assert isinstance(model_admin, AuditedAdmin), model
        view = f"{model._meta.app_label}.view_{model._meta.model_name}"
        assert any(may_model(actor, view) for actor in administrators), view


def test_change_is_audited_with_what_was_and_what_is(browser_of, department):
    browser = browser_of(Role.SYSTEM_ADMIN)
    columns = {"kind": "department", "code": "D11", "name": "城市管理委员会", "short_name": "城管委", "is_active": "on"}
    browser.post(
        f"{ORGANIZATIONS}{department.pk}/change/", columns | {"short_name": "市容委", "parent": department.parent_id}
    )
    entry = AuditEntry.objects.get(kind="organizations.organization.changed")
    assert (entry.before, entry.after) == ({"short_name": "城管委"}, {"short_name": "市容委"})


def test_organization_is_retired_and_never_deleted(browser_of, department):
    assert browser_of(Role.SYSTEM_ADMIN).get(f"{ORGANIZATIONS}{department.pk}/delete/").status_code == 403


def test_account_and_its_role_are_given_by_two_people(browser_of, centre):
    system, security = browser_of(Role.SYSTEM_ADMIN), browser_of(Role.SECURITY_ADMIN)
    account = {
        "username": "li",
        "display_name": "李某",
        "organization": centre.pk,
        "phone": "13800001111",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert security.post(f"{USERS}add/", account).status_code == 403
    assert system.post(f"{USERS}add/", account).status_code == 302
    user = User.objects.get(username="li")
    assert (user.phone, user.check_password(PASSWORD)) == ("13800001111", True)
    role = {"user": user.pk, "role": "dispatcher"}
    assert system.post(f"{GRANTS}add/", role).status_code == 403
    assert security.post(f"{GRANTS}add/", role).status_code == 302
    grant = RoleGrant.objects.get(user=user)
    assert (grant.role, grant.granted_by) == ("dispatcher", "用户usecurity_admin")
    assert set(AuditEntry.objects.filter(subject_id=str(user.pk)).values_list("kind", flat=True)) == {
        "user.created",
        "role.granted",
    }
    security.post(f"{GRANTS}{grant.pk}/delete/", {"post": "yes"})
    assert not RoleGrant.objects.filter(user=user).exists()


def test_the_form_of_a_new_account_speaks_chinese(browser_of):
    page = browser_of(Role.SYSTEM_ADMIN).get(f"{USERS}add/").content.decode()
    assert ("由安全管理员在“角色授予”中授予角色" in page, "created a user" in page) == (True, False)


def test_refused_grant_is_told_in_words(browser_of, make_user):
    security, user = browser_of(Role.SECURITY_ADMIN), make_user("li", Role.DISPATCHER)
    answer = security.post(f"{GRANTS}add/", {"user": user.pk, "role": "audit_admin"}, follow=True)
    assert "三类管理员互斥" in answer.content.decode()
    assert user.role_grants.count() == 1


def test_stored_telephone_is_never_sent_to_the_browser(browser_of, make_user):
    user = make_user("li", phone="13800001111")
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        page = browser_of(role).get(f"{USERS}{user.pk}/change/")
        assert (page.status_code, "13800001111" in page.content.decode()) == (200, False)
    assert User.objects.get(pk=user.pk).phone == "13800001111"


def test_new_telephone_is_found_by_its_hash(browser_of, make_user):
    user, other = make_user("li", phone="13800001111"), make_user("wang")
    facts = {"username": "li", "display_name": "李某", "organization": user.organization_id, "is_active": "on"}
    browser_of(Role.SYSTEM_ADMIN).post(f"{USERS}{user.pk}/change/", facts | {"phone": "13800002222"})
    changed = User.objects.get(pk=user.pk)
    assert (changed.phone, len(changed.phone_hash), other.phone_hash) == ("13800002222", 64, "")
    entry = AuditEntry.objects.get(kind="organizations.user.changed")
    assert "1380" not in f"{entry.before} {entry.after}"


def test_account_is_found_by_its_telephone_or_name(browser_of, make_user):
    system = browser_of(Role.SYSTEM_ADMIN)
    make_user("li", phone="138 0000 1111", phone_hash=phone_hash("13800001111"))
    make_user("wang")
    found = [system.get(USERS, {"q": words}).context["cl"].result_list for words in ("138-0000-1111", "用户wang")]
    assert [[user.username for user in users] for users in found] == [["li"], ["wang"]]


def test_whoever_holds_a_role_stays_in_the_organization(browser_of, make_user, department):
    user = make_user("li", Role.DISPATCHER)
    facts = {"username": "li", "display_name": "李某", "organization": department.pk, "is_active": "on"}
    browser_of(Role.SYSTEM_ADMIN).post(f"{USERS}{user.pk}/change/", facts)
    changed = User.objects.get(pk=user.pk)
    assert (changed.display_name, changed.organization_id) == ("李某", user.organization_id)


def test_password_set_by_the_administrator_is_audited(browser_of, make_user):
    user, new = make_user("li"), "黄河长江-846273"
    browser_of(Role.SYSTEM_ADMIN).post(f"{USERS}{user.pk}/password/", {"password1": new, "password2": new})
    assert User.objects.get(pk=user.pk).check_password(new)
    assert AuditEntry.objects.get(kind="user.password_changed").subject_id == str(user.pk)


def test_token_is_shown_once(browser_of, department):
    system = browser_of(Role.SYSTEM_ADMIN)
    facts = {"organization": department.pk, "name": "城管委系统", "scopes": ["cases:read"], "valid_days": 30}
    first = system.post(f"{CLIENTS}add/", facts, follow=True).content.decode()
    client = ApiClient.objects.get()
    assert client.token_prefix in first
    shown = first[first.index("ccs_") :][:47]
    assert shown not in system.get(CLIENTS).content.decode()
    assert shown not in system.get(f"{CLIENTS}{client.pk}/change/").content.decode()
    assert (client.expires_at - client.created_at).days == 30


def test_tokens_are_rotated_and_disabled_from_the_list(browser_of, issue):
    system, client = browser_of(Role.SYSTEM_ADMIN), issue("cases:read").client
    chosen = {"_selected_action": [client.pk], "_confirmed": "1"}
    assert "ccs_" in system.post(CLIENTS, chosen | {"action": "rotate"}, follow=True).content.decode()
    system.post(CLIENTS, chosen | {"action": "disable"})
    assert not ApiClient.objects.get().is_active
    again = system.post(CLIENTS, chosen | {"action": "rotate"}, follow=True)
    assert escape("接口账号已停用") in again.content.decode()


def test_security_administrator_looks_at_clients_and_touches_none(browser_of, issue):
    security, client = browser_of(Role.SECURITY_ADMIN), issue("cases:read").client
    assert security.get(f"{CLIENTS}{client.pk}/change/").status_code == 200
    security.post(CLIENTS, {"_selected_action": [client.pk], "action": "disable", "_confirmed": "1"})
    assert ApiClient.objects.get().is_active


def test_audit_is_searched_and_never_changed(browser_of, make_user):
    make_user("li", Role.DISPATCHER)
    auditor = browser_of(Role.AUDIT_ADMIN)
    found = auditor.get(AUDIT, {"q": "role.granted"}).content.decode()
    assert ("role.granted" in found, "user.created" in found) == (True, False)
    entry = AuditEntry.objects.first()
    page = f"{AUDIT}{entry.pk}/change/"
    assert (auditor.get(page).status_code, auditor.post(page, {"reason": "x"}).status_code) == (200, 403)
    assert [auditor.get(f"{AUDIT}{p}").status_code for p in ("add/", f"{entry.pk}/delete/")] == [403, 403]
    assert auditor.get(AUDIT, {"at__year": NOW.year}).status_code == 200


def test_account_of_the_last_step_signs_out_by_the_common_door(browser_of):
    browser = browser_of(Role.AUDIT_ADMIN)
    browser.post("/admin/logout/")
    assert AuditEntry.objects.filter(kind="user.signed_out").count() == 1
    assert Organization.objects.count() == 1
