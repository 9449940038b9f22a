import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client
from django.utils.translation import gettext_lazy as _

from kernel.actors import Actor, ActorKind
from kernel.errors import NotAllowed
from organizations.permissions import Permission, Table, may, may_model, require, table
from organizations.roles import ADMINISTRATORS, BUSINESS_ROLES, Role
from organizations.scopes import ApiScope

SWEEP = Actor.system("sweep", "时限巡查")


def person(*roles: str) -> Actor:
    return Actor(ActorKind.USER, "1", "李某", roles=frozenset(roles))


def client(*scopes: str) -> Actor:
    return Actor(ActorKind.CLIENT, "1", "接口", scopes=frozenset(scopes))


def test_role_or_scope_opens_a_row():
    row = Permission("x.do", "办", roles=frozenset({Role.DISPATCHER}), scopes=frozenset({"cases:act"}))
    assert [row.allows(a) for a in (person("dispatcher"), person("leader"), client("cases:act"), client())] == [
        True,
        False,
        True,
        False,
    ]


def test_role_name_among_scopes_opens_nothing():
    row = Permission("x.do", "办", roles=frozenset({Role.DISPATCHER}))
    assert not row.allows(client("dispatcher"))


def test_system_may_unless_the_row_says_no():
    assert Permission("x.do", "办").allows(SWEEP)
    assert not Permission("x.do", "办", system=False).allows(SWEEP)


def test_action_is_declared_once():
    with pytest.raises(ImproperlyConfigured, match="declared twice"):
        Table([Permission("x.do", "办"), Permission("x.do", "又办")])


def test_unknown_action_is_a_programming_error():
    with pytest.raises(ImproperlyConfigured, match="no permission row"):
        may(person("dispatcher"), "cases.no_such_thing")


def test_refusal_names_the_missing_right():
    with pytest.raises(NotAllowed) as refusal:
        require(person("leader"), "organizations.add_user")
    assert "新增用户" in refusal.value.message
    assert refusal.value.details == {"action": "organizations.add_user"}


def test_refusal_tells_a_client_the_scope_it_needs():
    with pytest.raises(NotAllowed, match="cases:read"):
        require(client("scores:read"), "cases.read")


def test_model_right_is_its_own_row_or_the_configuration_of_its_app():
    assert may_model(person("system_admin"), "grid.change_street")
    assert may_model(person("audit_admin"), "organizations.view_auditentry")
    assert not may_model(person("system_admin"), "organizations.view_auditentry")
    assert not may_model(person("system_admin"), "sessions.view_session")


def test_business_and_administration_never_share_a_row():
    mixed = [row.action for row in table() if row.roles & ADMINISTRATORS and row.roles & BUSINESS_ROLES]
    assert mixed == []


def test_rows_name_known_scopes_only():
    assert {scope for row in table() for scope in row.scopes} <= set(ApiScope.values)


def test_table_is_printed_in_three_forms(capsys):
    for form in ("table", "markdown", "json"):
        call_command("show_permissions", format=form)
        printed = capsys.readouterr().out
        assert "organizations.add_rolegrant" in printed
    row = next(r for r in json.loads(printed) if r["action"] == "organizations.add_rolegrant")
    assert (row["roles"], row["scopes"], row["system"]) == (["security_admin"], [], True)


@pytest.mark.django_db
class TestPages:
    def test_anonymous_goes_to_the_door_and_comes_back(self):
        assert Client().get("/page/").headers["Location"] == "/accounts/login/?next=/page/"

    def test_fragment_sends_the_whole_page_to_the_door(self):
        answer = Client().get("/page/", headers={"HX-Request": "true"})
        assert answer.headers["HX-Redirect"] == "/accounts/login/"

    def test_holder_of_the_right_comes_in(self, make_user):
        browser = Client()
        browser.force_login(make_user("li", Role.DISPATCHER))
        assert browser.get("/page/").content.decode() == "用户li"

    def test_others_are_told_no(self, make_user):
        browser = Client()
        browser.force_login(make_user("guan", Role.SYSTEM_ADMIN))
        assert browser.get("/page/").status_code == 403


@pytest.mark.django_db
def test_actor_and_roles_are_read_once_in_a_request(make_user, django_assert_num_queries):
    browser = Client()
    browser.force_login(make_user("li", Role.DISPATCHER))
    with django_assert_num_queries(3):  # session, account, roles
        browser.get("/page/")


@pytest.mark.django_db
def test_view_that_names_no_action_is_a_programming_error(make_user, settings):
    browser = Client()
    browser.force_login(make_user("li", Role.DISPATCHER))
    assert browser.get("/api/forgotten/").status_code == 500


def test_lazy_names_become_text():
    assert str(Permission("x.do", _("派单")).name) == "派单"
