"""The admin as a new administrator meets it: grouped by task, what is missing, what a change would do."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.actions.dispatch import dispatch
from cases.models import CatalogueRule, Category
from foundation import clock
from organizations.models import AuditEntry, Organization, User
from organizations.paginator import EstimatingPaginator
from organizations.roles import Role
from tests import make

BACKEND = "django.contrib.auth.backends.ModelBackend"


def administrator(town, role=Role.SYSTEM_ADMIN) -> Client:
    browser = Client()
    browser.force_login(make.user(town.centre, role), backend=BACKEND)
    return browser


def columns_of(organization, **changes):
    kept = {"kind": organization.kind, "code": organization.code, "name": organization.name}
    kept |= {"short_name": organization.short_name, "parent": organization.parent_id or "", "is_active": "on"}
    kept |= {"street": organization.street_id or "", "community": organization.community_id or ""}
    return {name: value for name, value in (kept | changes).items() if value is not None}


def test_the_index_is_grouped_by_task_in_the_order_of_setting_up(town):
    groups = [group["name"] for group in administrator(town).get("/admin/").context["app_list"]]
    assert groups == [
        "网格与地名",
        "组织与人员",
        "分类与标准",
        "派单",
        "时限与升级",
        "吹哨报到",
        "考核",
        "接口与通知",
        "运行查看",
    ]
    names = [group["name"] for group in administrator(town, Role.SECURITY_ADMIN).get("/admin/").context["app_list"]]
    assert names == ["组织与人员", "接口与通知", "审计与登录"]


def test_the_audit_administrator_is_led_to_the_audit(town):
    page = administrator(town, Role.AUDIT_ADMIN).get("/admin/").content.decode()
    assert ("/audit/" in page, "/admin/configuration/" in page) == (True, False)
    assert administrator(town, Role.AUDIT_ADMIN).get("/admin/configuration/").status_code == 403


def test_the_page_says_what_is_there_and_what_is_missing(town):
    answer = administrator(town).get("/admin/configuration/")
    said = {one.name: one for _title, items in answer.context["parts"] for one in items}
    assert (said["街道"].standing, said["街道"].said) == ("good", "2 个")
    assert said["派单规则"].standing == said["值班表"].standing == "missing"
    assert "派遣员" in said["角色"].said
    assert "系统管理员" not in said["角色"].said
    assert said["派单覆盖：甲河街道"].said == "2 个类别中 0 个有规则，其余由属地街道兜底，例如 暴露垃圾、占道经营"
    for one in said.values():
        assert administrator(town).get(one.url).status_code in {200, 403}


def test_the_coverage_counts_what_a_rule_decides(town):
    category = Category.objects.get(code="030701")
    since = clock.now().date().replace(year=2020)
    CatalogueRule.objects.create(category=category, target_kind="territorial_street", valid_from=since)
    answer = administrator(town).get("/admin/configuration/")
    said = {one.name: one.said for _title, items in answer.context["parts"] for one in items}
    assert said["派单覆盖：甲河街道"].startswith("2 个类别中 1 个有规则")


def test_an_empty_house_lacks_what_it_cannot_work_without(db):
    from command_center.configuration.page import configuration

    found = {one.name: one.standing for _title, items in configuration(now=clock.now()) for one in items}
    missing = {name for name, standing in found.items() if standing == "missing"}
    assert {
        "街道",
        "社区",
        "单元网格",
        "组织：街道办事处",
        "组织：委办局",
        "组织：区指挥中心",
        "通用时限",
        "派单规则",
        "升级阶梯",
    } <= missing


def test_taking_an_organization_out_of_use_is_asked_for_twice(town):
    case = make.case(sender=town.city)
    dispatch(case.pk, target=town.department, actor=make.person(town.centre, Role.DISPATCHER), now=make.MORNING)
    make.user(town.department, Role.DEPARTMENT_OFFICER)
    browser, address = administrator(town), f"/admin/organizations/organization/{town.department.pk}/change/"
    asked = browser.post(address, columns_of(town.department, is_active=None))
    text = asked.content.decode()
    assert "1 件未结案件由它主办" in text
    assert "其下 1 名在用人员" in text
    assert Organization.objects.get(pk=town.department.pk).is_active
    assert not AuditEntry.objects.filter(kind="organizations.organization.changed").exists()
    answer = browser.post(address, dict(asked.context["fields"]) | {"_confirmed": "1"})
    assert answer.status_code == 302
    assert not Organization.objects.get(pk=town.department.pk).is_active


def test_a_change_that_touches_nothing_else_is_not_asked_for(town):
    address = f"/admin/organizations/organization/{town.department.pk}/change/"
    assert administrator(town).post(address, columns_of(town.department, short_name="市容委")).status_code == 302


def test_a_category_in_use_says_how_many_cases_it_has(town):
    from organizations.consequences import consequences_of

    make.case(sender=town.city, category_code="030701")
    before, after = (Category.objects.get(code="030701") for _ in range(2))
    after.is_active = False
    (said,) = consequences_of(before, after)
    assert said.startswith("1 件未结案件属于此类别")


def test_a_small_list_is_counted_and_a_large_one_estimated(town, monkeypatch):
    make.user(town.centre, Role.DISPATCHER)
    assert EstimatingPaginator(User.objects.order_by("pk"), 50).count == User.objects.count()
    monkeypatch.setattr("organizations.paginator.estimated_count", lambda rows: 1_000_000)
    monkeypatch.setattr("organizations.paginator._COUNTED_UP_TO", 0)
    assert EstimatingPaginator(User.objects.order_by("pk"), 50).count == 1_000_000


def test_history_is_read_only_everywhere(town):
    from django.contrib import admin

    from cases.models import Case, CaseClock, CaseEscalation
    from notices.models import Notice, OutboxEntry

    browser = administrator(town)
    for model in (Case, CaseClock, CaseEscalation, OutboxEntry, Notice):
        assert model in admin.site._registry
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/add/"
        assert browser.get(address).status_code == 403


def test_who_asks_for_an_admin_page_is_led_there_after_signing_in(town):
    at_the_door = Client().get("/admin/cases/case/", follow=True).redirect_chain[-1][0]
    assert at_the_door == "/accounts/login/?next=/admin/cases/case/"
    browser = administrator(town)
    assert browser.get("/admin/login/?next=/admin/cases/case/")["Location"] == "/admin/cases/case/"
    assert browser.get("/admin/login/?next=https://elsewhere.example/")["Location"] == "/admin/"


def test_lists_of_large_tables_neither_count_them_nor_look_for_distinct_values(town):
    make.case(sender=town.city)
    browsers = {"audit": administrator(town, Role.AUDIT_ADMIN), "system": administrator(town)}
    slow = []
    for who, lists in {
        "system": ("cases/case", "cases/caseclock", "cases/caseescalation", "notices/outboxentry", "notices/notice"),
        "audit": ("organizations/auditentry",),
    }.items():
        for one in lists:
            with CaptureQueriesContext(connection) as asked:
                assert browsers[who].get(f"/admin/{one}/").status_code == 200
            said = [query["sql"] for query in asked]
            slow += [(one, sql) for sql in said if "DISTINCT" in sql or ("COUNT(" in sql and "LIMIT" not in sql)]
    assert slow == []
