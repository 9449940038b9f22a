"""Dangerous changes say whom and what they touch, with counts, and ask before anything is written."""

from datetime import timedelta

from django.test import Client

from cases.actions.dispatch import dispatch
from cases.rules.orders import Whereabouts
from foundation import clock
from kernel.actors import Actor
from notices.models import Endpoint
from organizations.actions.issue_token import issue_token
from organizations.consequences import consequences_of
from organizations.models import ApiClient, AuditEntry, DutyShift, Organization, User, UserSession
from organizations.roles import Role
from tests import make
from tests.audit.test_admin_pages import administrator, columns_of

CLIENTS, SESSIONS = "/admin/organizations/apiclient/", "/admin/organizations/usersession/"
CONSOLE = Actor.system("console", "控制台")


def asked(browser: Client, address: str, facts: dict) -> tuple[str, dict]:
    """What the page says before anything is done, and the form that agrees to it."""
    answer = browser.post(address, facts)
    sentences, form = answer.context["sentences"], {}
    for name, value in answer.context["fields"]:
        form.setdefault(name, []).append(value)
    return "\n".join(sentences), form | {"_confirmed": "1"}


def lead_a_case(town) -> None:
    case = make.case(sender=town.city)
    dispatch(case.pk, target=town.department, actor=make.person(town.centre, Role.DISPATCHER), now=make.MORNING)


def client_of(organization: Organization) -> ApiClient:
    return issue_token(organization, name="处置系统", scopes=["cases:read"], actor=CONSOLE, now=clock.now()).client


def endpoint_of(organization: Organization) -> Endpoint:
    return Endpoint.objects.create(
        organization=organization, url="https://a.example/hook", secret="s", created_at=clock.now(), created_by="x"
    )


def test_disabling_a_client_says_what_will_stop(town):
    client, browser = client_of(town.department), administrator(town)
    endpoint_of(town.department)
    chosen = {"action": "disable", "_selected_action": [client.pk]}
    said, form = asked(browser, CLIENTS, chosen)
    assert "“处置系统”（城市管理委）的令牌立即失效，不能恢复；从未使用过" in said
    assert "城市管理委再没有有效的接口账号" in said
    assert "1 个推送地址照常收到事件（待投递 0 条）" in said
    assert ApiClient.objects.get(pk=client.pk).is_active
    assert browser.post(CLIENTS, form).status_code == 302
    assert not ApiClient.objects.get(pk=client.pk).is_active


def test_rotating_says_how_long_the_old_token_lives(town):
    client, browser = client_of(town.department), administrator(town)
    endpoint_of(town.department)
    ApiClient.objects.filter(pk=client.pk).update(last_used_at=clock.now())
    chosen = {"action": "rotate", "_selected_action": [client.pk]}
    said, form = asked(browser, CLIENTS, chosen)
    assert "的旧令牌到" in said
    assert "最近使用：" in said
    assert "签名密钥不变" in said
    assert ApiClient.objects.get(pk=client.pk).token_prefix == client.token_prefix
    browser.post(CLIENTS, form)
    assert ApiClient.objects.get(pk=client.pk).token_prefix != client.token_prefix
    assert "上次更换前的令牌还在宽限期内" in asked(browser, CLIENTS, chosen)[0]


def test_ending_sessions_says_whose_they_are(town):
    security = administrator(town, Role.SECURITY_ADMIN)
    people = [make.user(town.centre, Role.DISPATCHER) for _ in range(2)]
    for one in (people[0], people[0], people[1]):
        Client().force_login(one, backend="django.contrib.auth.backends.ModelBackend")
    keys = list(UserSession.objects.values_list("pk", flat=True))
    chosen = {"action": "end", "_selected_action": keys}
    said, form = asked(security, SESSIONS, chosen)
    assert "3 人立即退出登录" in said
    assert f"{people[0]} × 2" in said
    assert "其中 4 个会话最近五分钟内还在使用" in said
    assert "您自己正在使用的会话" in said
    assert UserSession.objects.count() == 4
    security.post(SESSIONS, form)
    assert UserSession.objects.count() == 0
    assert AuditEntry.objects.filter(kind="user.session_ended").count() == 4
    assert "delete_selected" not in administrator(town, Role.SECURITY_ADMIN).get(SESSIONS).content.decode()


def test_closing_an_account_says_what_is_left_undone(town):
    lead_a_case(town)
    officer = make.user(town.department, Role.DEPARTMENT_OFFICER)
    Client().force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    DutyShift.objects.create(
        organization=town.department,
        person=officer,
        starts_at=clock.now(),
        ends_at=clock.now() + timedelta(hours=12),
    )
    facts = {"username": officer.username, "display_name": officer.display_name, "organization": town.department.pk}
    browser, address = administrator(town), f"/admin/organizations/user/{officer.pk}/change/"
    said, form = asked(browser, address, facts)
    assert "现有角色：部门经办" in said
    assert "1 个登录会话立即结束" in said
    assert "还有 1 个班次，其中 1 个没有替班人" in said
    assert "城市管理委再没有别的部门经办；由它主办的未结案件有 1 件" in said
    assert User.objects.get(pk=officer.pk).is_active
    assert browser.post(address, form).status_code == 302
    assert not User.objects.get(pk=officer.pk).is_active


def test_another_superior_hears_of_the_cases_from_then_on(town):
    lead_a_case(town)
    browser, address = administrator(town), f"/admin/organizations/organization/{town.department.pk}/change/"
    said, form = asked(browser, address, columns_of(town.department, parent=town.streets[0].pk))
    assert "升级通知今后报给甲河街道，不再报给指挥中心" in said
    assert "还有 1 件未结案件由它主办，今后超期报给新的上级" in said
    assert Organization.objects.get(pk=town.department.pk).parent == town.centre
    browser.post(address, form)
    assert Organization.objects.get(pk=town.department.pk).parent == town.streets[0]


def test_another_kind_leaves_roles_that_do_not_fit(town):
    lead_a_case(town)
    officer = make.user(town.department, Role.DEPARTMENT_OFFICER)
    browser, address = administrator(town), f"/admin/organizations/organization/{town.department.pk}/change/"
    said, _form = asked(browser, address, columns_of(town.department, kind="city"))
    assert f"1 个角色不适用于新的类别，应先收回：{officer}（部门经办）" in said
    assert "还有 1 件未结案件由它主办：能办理的角色、适用的升级阶梯随类别改变" in said
    assert Organization.objects.get(pk=town.department.pk).kind == "department"


def test_another_area_is_another_set_of_cases(town):
    make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道"))
    before, after = (Organization.objects.get(pk=town.streets[0].pk) for _ in range(2))
    after.street = town.area.streets[1]
    (said,) = consequences_of(before, after)
    assert said.startswith("1 件未结案件不再在它的辖区内，0 件进入它的辖区")
