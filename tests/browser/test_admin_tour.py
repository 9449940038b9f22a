"""A new system administrator sets up a street, a department, a client, a category, a standard and a rule.

With `CENTER_SCREENSHOTS=FOLDER` every step is kept as a picture.
"""

import os
from pathlib import Path

import pytest

from cases.models import CatalogueRule, Category, FilingStandard
from grid.models import District, Street
from organizations.models import ApiClient, AuditEntry, Organization
from organizations.roles import Role
from tests.browsing import PASSWORD
from tests.conftest import build_town

FOLDER = os.environ.get("CENTER_SCREENSHOTS", "")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Tour:
    """One browser at work; `shoot` keeps what it sees when pictures are asked for."""

    def __init__(self, page):
        self.page, self.step = page, 0

    def shoot(self, name):
        self.step += 1
        if FOLDER:
            Path(FOLDER).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(FOLDER) / f"admin-{self.step:02}-{name}.png", full_page=True)

    def add(self, group, name):
        """From the index, the way a person goes: the group, the line, 增加."""
        self.page.goto("/admin/")
        table = self.page.locator(f"#content-main .app-{group}")
        table.get_by_role("row", name=name, exact=False).first.get_by_role("link", name="增加").click()

    def choose(self, field, words):
        """A field that is searched: open, type, take the first."""
        self.page.locator(f".field-{field} .select2-selection").click()
        self.page.locator(".select2-search__field").fill(words)
        self.page.locator(".select2-results__option", has_text=words).first.click()

    def save(self, name):
        self.shoot(name)
        self.page.get_by_role("button", name="保存", exact=True).click()
        self.page.wait_for_selector(".messagelist .success")


@pytest.fixture
def tour(transactional_db, chromium, live_server, make_user):
    town = build_town()
    District.objects.first()
    user = make_user(town.centre, Role.SYSTEM_ADMIN, name="新管理员")
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN", viewport={"width": 1366, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto("/admin/")
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/admin/")
    yield Tour(page), town
    context.close()


def test_a_new_administrator_sets_up_what_a_case_needs(tour):
    tour, town = tour
    page = tour.page
    tour.shoot("index")
    page.get_by_role("link", name="配置情况").click()
    page.get_by_role("heading", name="配置情况").wait_for()
    assert page.locator(".messagelist .error a", has_text="派单规则").count() == 1
    tour.shoot("configuration")

    rename_the_street(tour, town)
    open_a_department(tour)
    issue_a_client(tour)
    add_a_category(tour)
    add_a_standard(tour)
    add_a_rule(tour)

    page.goto("/admin/configuration/")
    assert page.locator(".messagelist .error a", has_text="派单规则").count() == 0
    tour.shoot("configuration-after")
    retire_the_department(tour)
    kinds = set(AuditEntry.objects.values_list("kind", flat=True))
    assert {"organizations.organization.added", "api_client.issued", "cases.cataloguerule.added"} <= kinds


def rename_the_street(tour, town):
    """Areas come by importing; what an administrator sets up of a street is its office."""
    office = town.streets[0]
    tour.page.goto(f"/admin/organizations/organization/{office.pk}/change/")
    tour.page.get_by_label("简称").fill("甲河")
    tour.save("street")
    assert Organization.objects.get(pk=office.pk).short_name == "甲河"
    assert Street.objects.get(pk=office.street_id).name == town.area.streets[0].name


def open_a_department(tour):
    tour.add("people", "组织")
    page = tour.page
    page.get_by_label("类别").select_option("department")
    page.get_by_label("编码").fill("D99")
    page.get_by_label("全称").fill("园林绿化局")
    page.get_by_label("简称").fill("园林局")
    tour.choose("parent", "指挥中心")
    tour.save("department")
    assert Organization.objects.get(code="D99").parent.kind == "district_centre"


def issue_a_client(tour):
    tour.add("clients", "接口账号")
    tour.choose("organization", "园林局")
    tour.page.get_by_label("名称").fill("园林局业务系统")
    tour.page.get_by_label("查看案件").check()
    tour.shoot("client")
    tour.page.get_by_role("button", name="保存", exact=True).click()
    tour.page.wait_for_selector(".messagelist .warning")
    assert "只显示这一次" in tour.page.locator(".messagelist .warning").inner_text()
    assert ApiClient.objects.get(name="园林局业务系统").organization.code == "D99"


def add_a_category(tour):
    tour.add("standards", "类别")
    page = tour.page
    page.get_by_label("分类方案").select_option(index=1)
    page.get_by_label("类型").select_option("event")
    page.get_by_label("编码").fill("0699")
    page.locator("#id_name").fill("树木倒伏")
    page.get_by_label("层级").fill("1")
    tour.save("category")
    assert Category.objects.get(code="0699").path_name == "树木倒伏"


def add_a_standard(tour):
    tour.add("standards", "立案标准")
    page = tour.page
    tour.choose("category", "树木倒伏")
    page.get_by_label("立案条件").fill("树木倒伏影响通行")
    page.get_by_label("结案条件").fill("树木清理完毕")
    page.locator("#id_limit_value").fill("4")
    page.get_by_label("计时方式").select_option("work_hour")
    page.get_by_label("起算").select_option("dispatched")
    page.get_by_label("生效日").fill("2020-01-01")
    tour.choose("responsible", "园林局")
    tour.save("standard")
    assert FilingStandard.objects.get(category__code="0699").responsible.code == "D99"


def add_a_rule(tour):
    tour.add("dispatch", "派单规则")
    page = tour.page
    tour.choose("category", "树木倒伏")
    page.get_by_label("生效日").fill("2020-01-01")
    page.locator("#id_target_kind").select_option("organization")
    tour.choose("organization", "园林局")
    tour.save("rule")
    assert CatalogueRule.objects.get(category__code="0699").organization.code == "D99"


def retire_the_department(tour):
    """A dangerous change says what it touches and asks."""
    department = Organization.objects.get(code="D99")
    page = tour.page
    page.goto(f"/admin/organizations/organization/{department.pk}/change/")
    page.get_by_label("在用").uncheck()
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_text("1 条派单规则指向它").wait_for()
    tour.shoot("asked")
    page.get_by_role("link", name="不改，返回").click()
    assert Organization.objects.get(pk=department.pk).is_active
