import pytest
from django.test import Client

from organizations.permissions import table
from organizations.roles import ADMINISTRATORS, Role

pytestmark = pytest.mark.django_db
PAGE = "/accounts/permissions/"


@pytest.fixture
def browser_of(make_user):
    def sign_in(*roles: Role) -> Client:
        browser = Client()
        browser.force_login(make_user("li", *roles), backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return sign_in


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_administrators_read_the_whole_table(browser_of, role):
    answer = browser_of(role).get(PAGE)
    shown = {line.permission.action for _name, lines in answer.context["groups"] for line in lines}
    assert (shown, len(answer.context["columns"])) == ({row.action for row in table()}, len(Role))
    assert "组织与人员" in answer.content.decode()


def test_everybody_else_reads_their_own_rights(browser_of):
    answer = browser_of(Role.CALLBACK_CLERK).get(PAGE)
    shown = {line.permission.action for _name, lines in answer.context["groups"] for line in lines}
    assert shown == {row.action for row in table() if Role.CALLBACK_CLERK in row.roles}
    assert [str(role) for role in answer.context["columns"]] == ["callback_clerk"]


def test_one_part_of_the_house_alone(browser_of):
    answer = browser_of(Role.SECURITY_ADMIN).get(PAGE, {"app": "organizations"})
    shown = {line.permission.action.partition(".")[0] for _name, lines in answer.context["groups"] for line in lines}
    assert shown == {"organizations"}


def test_a_part_that_is_not_there_is_said_to_be_so(browser_of):
    assert browser_of(Role.SECURITY_ADMIN).get(PAGE, {"app": "nothing"}).status_code == 404


def test_whoever_has_no_role_is_told_whom_to_ask(browser_of):
    assert "请联系安全管理员" in browser_of().get(PAGE).content.decode()


def test_each_mark_is_what_the_table_says(browser_of):
    answer = browser_of(Role.AUDIT_ADMIN).get(PAGE)
    columns = answer.context["columns"]
    for _name, lines in answer.context["groups"]:
        for line in lines:
            assert {role for role, mark in zip(columns, line.marks, strict=True) if mark} == line.permission.roles
