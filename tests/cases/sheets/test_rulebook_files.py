"""Files of categories, standards and rules: what they change, and which cell is to blame when they cannot."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cases.models import CatalogueRule, Category, FilingStandard
from cases.models.catalogue import TargetKind
from cases.models.rulebook import RulebookStamp
from kernel.errors import Invalid, NotAllowed, StaleVersion
from organizations.models import AuditEntry
from organizations.roles import Role
from tests import make
from tests.cases.sheets.spreadsheets import apply, exported, plan, workbook, wrong

pytestmark = pytest.mark.django_db
CATEGORY = ("方案", "类型", "编码", "名称", "上级编码", "在用")
STANDARD = (
    "类别",
    "顺序",
    "生效日期",
    "截止日期",
    "立案条件",
    "结案条件",
    "时限",
    "计时方式",
    "起算",
    "流程",
    "紧急程度",
)
RULE = (
    "编号",
    "类别",
    "街道",
    "生效日期",
    "截止日期",
    "派往",
    "承办单位",
    "启用",
    "社区",
    "来源",
    "日子",
    "每日自",
    "每日至",
)
ANY = ("条件", "结案", 4, "工作时", "派遣")


@pytest.fixture
def rule(town) -> CatalogueRule:
    category = Category.objects.get(code="06010")
    return CatalogueRule.objects.create(
        category=category, valid_from=date(2020, 1, 1), organization=town.department, target_kind="organization"
    )


def test_a_new_branch_comes_in_with_levels_and_full_names_in_any_order(town):
    content = workbook(
        CATEGORY,
        ("test", "事项", "9901", "下", "99", "是"),
        ("test", "事项", "990101", "最下", "9901", None),
        ("test", "事项", "99", "上", None, "是"),
    )
    assert (plan("categories", content).new, Category.objects.filter(code="99").count()) == (3, 0)
    apply("categories", content)
    lowest = Category.objects.get(code="990101")
    assert (lowest.level, lowest.path_name, lowest.is_active) == (3, "上 / 下 / 最下", True)


def test_a_category_named_anew_names_those_below_that_the_file_leaves_out(town):
    top = Category.objects.get(code="06010")
    Category.objects.create(
        scheme=top.scheme, kind="event", code="0601001", name="袋装", level=2, parent=top, path_name="暴露垃圾 / 袋装"
    )
    content = workbook(CATEGORY, ("test", "事项", "06010", "散落垃圾", None, "是"))
    told = plan("categories", content).changes
    assert [(c.address, c.before, c.after) for c in told[0].cells] == [("D2", "暴露垃圾", "散落垃圾")]
    apply("categories", content)
    assert Category.objects.get(code="0601001").path_name == "散落垃圾 / 袋装"


@pytest.mark.parametrize(
    ("row", "errors"),
    [
        (("tset", "事项", "1", "名", None, "是"), [("A2", "unknown")]),
        (("test", "事件", "1", "名", None, "是"), [("B2", "not_a_choice")]),
        (("test", "事项", None, "名", None, "是"), [("C2", "required")]),
        (("test", "事项", "1", "名" * 61, None, "是"), [("D2", "invalid")]),
        (("test", "事项", "1", "名", "6010", "是"), [("E2", "unknown")]),
        (("test", "事项", "1", "名", "1", "是"), [("E2", "circle")]),
        (("test", "事项", "1", "名", None, "也许"), [("F2", "not_a_flag")]),
        (("tset", "事项", None, None, None, "也许"), [("A2", "unknown"), ("C2", "required"), ("D2", "required"),
                                                      ("F2", "not_a_flag")]),
    ],
)  # fmt: skip
def test_each_wrong_cell_of_a_category_is_named(town, row, errors):
    assert wrong("categories", workbook(CATEGORY, row)) == errors


def test_an_unknown_code_comes_with_what_was_probably_meant(town):
    content = workbook(CATEGORY, ("test", "事项", "1", "名", 6010, "是"))
    assert "是否指“06010”" in plan("categories", content).errors[0].message


def test_nothing_may_stand_on_a_fourth_level(town):
    rows = [("test", "事项", "1" * n, "名", "1" * (n - 1) or None, "是") for n in range(1, 5)]
    assert wrong("categories", workbook(CATEGORY, *rows)) == [("E5", "category_has_three_levels_at_most")]


def test_one_category_stands_in_a_file_once(town):
    row = ("test", "事项", "06010", "名", None, "是")
    assert wrong("categories", workbook(CATEGORY, row, row)) == [("A3", "duplicate_in_file")]


def test_headings_must_be_known_and_complete(town):
    content = workbook(("方案", "类型", "编号", "名称"), ("test", "事项", "1", "名"))
    assert wrong("categories", content) == [("C1", "unknown_column"), ("A1", "missing_column")]


@pytest.mark.parametrize(
    ("row", "errors"),
    [
        (("06010", 1, "2026-02-30", None, *ANY), [("C2", "not_a_date")]),
        (("06010", 1, "2026-01-01", "2025-01-01", *ANY), [("D2", "standard_ends_after_it_starts")]),
        (("06010", 1.5, "2026-01-01", None, *ANY), [("B2", "not_a_whole_number")]),
        (("06010", 1, "2026-01-01", None, "条件", "结案", "四", "工作时", "派遣"), [("G2", "not_a_number")]),
        (
            ("06010", 1, "2026-01-01", None, "条件", "结案", 0, "工作时", "派遣"),
            [("G2", "standard_has_a_positive_limit")],
        ),
        (("06010", 1, "2026-01-01", None, "条件", "结案", 1.5, "法定日", "派遣"), [("G2", "invalid")]),
        (("06010", 1, "2026-01-01", None, "条件", "结案", 20000, "工作时", "派遣"), [("G2", "invalid")]),
        (("06010", 1, "2026-01-01", None, "条件", "结案", 4, "小时", "派遣"), [("H2", "not_a_choice")]),
    ],
)  # fmt: skip
def test_each_wrong_cell_of_a_standard_is_named(town, row, errors):
    assert wrong("standards", workbook(STANDARD, row)) == errors


def test_a_standard_is_revised_by_ending_the_old_and_adding_the_new_in_one_file(town):
    category = Category.objects.get(code="06010")
    FilingStandard.objects.create(
        category=category, limit_value=4, limit_kind="work_hour", counts_from="dispatched", condition="条件",
        closing_condition="结案", valid_from=date(2020, 1, 1),
    )  # fmt: skip
    new = ("06010", 1, "2026-07-01", None, *ANY)
    assert wrong("standards", workbook(STANDARD, new)) == [("C2", "overlaps")]
    both = workbook(STANDARD, new, ("06010", 1, date(2020, 1, 1), "2026/6/30", *ANY))
    assert (plan("standards", both).new, plan("standards", both).changed) == (1, 1)
    apply("standards", both)
    ends = FilingStandard.objects.filter(category=category).order_by("valid_from").values_list("valid_to", flat=True)
    assert list(ends) == [date(2026, 6, 30), None]


def test_a_standard_names_its_calendar_by_code_or_name_and_is_exported_with_the_code(town):
    make.seven_days()
    heading, row = (*STANDARD, "日历"), ("06010", 1, "2026-01-01", None, *ANY, None, None)
    assert wrong("standards", workbook(heading, (*row, "shift"))) == [("L2", "unknown")]
    for text in ("shifts", "七天轮班"):
        apply("standards", workbook(heading, (*row, text)))
        assert FilingStandard.objects.get(category__code="06010").calendar_id == "shifts"
        apply("standards", workbook(heading, (*row, None)))
        assert FilingStandard.objects.get(category__code="06010").calendar is None
    apply("standards", workbook(heading, (*row, "shifts")))
    apply("standards", workbook(STANDARD, row))  # without the column it stays
    sheet = load_workbook(BytesIO(exported("standards"))).worksheets[0]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "日历")
    assert "shifts" in {cell.value for cell in sheet[column]}


def test_the_file_says_what_another_calendar_would_move(town):
    make.seven_days()
    since = date(2020, 1, 1)
    category = Category.objects.get(code="030701")
    FilingStandard.objects.create(
        category=category, limit_value=4, limit_kind="work_day", counts_from="received", condition="条件",
        closing_condition="结案", valid_from=since,
    )  # fmt: skip
    make.case(sender=town.city, category_code="030701")
    row = ("030701", 1, since, None, "条件", "结案", 4, "工作日", "接收", None, None)
    content = workbook((*STANDARD, "日历"), (*row, "shifts"))
    moved = "将移动 1 个运行中的时钟：推后 0 个，提前 1 个"
    assert any(moved in sentence for sentence in plan("standards", content).consequences)


@pytest.mark.parametrize(
    ("row", "errors"),
    [
        ((99999, None, None, "2026-01-01", None, None, "城市管理委", "是"), [("A2", "unknown")]),
        ((None, "06010", "乙河街", "2026-01-01", None, None, "城市管理委", "是"), [("C2", "unknown")]),
        ((None, None, None, "2026-01-01", None, None, None, "是"),
         [("G2", "rule_names_its_target_or_the_street_where_it_lies")]),
        ((None, None, None, "2026-01-01", None, "属地街道", "城市管理委", "是"),
         [("G2", "rule_names_its_target_or_the_street_where_it_lies")]),
        ((None, None, None, "2026-01-01", None, None, "柳荫里社区", "是"), [("G2", "invalid")]),
        ((None, None, None, "2026-01-01", None, None, "市热线", "是"), [("G2", "cannot_lead")]),
        ((None, "06010", None, "2026-01-01", None, None, "城市管理委", "是"), [("D2", "overlaps")]),
        ((None, "06010", None, "2026-01-01", None, None, "城市管理委", "否"), []),
    ],
)  # fmt: skip
def test_each_wrong_cell_of_a_rule_is_named(rule, row, errors):
    assert wrong("catalogue", workbook(RULE, row)) == errors


def test_two_rules_of_a_file_on_one_ground_blame_each_other(town):
    rows = [(None, None, None, f"202{n}-01-01", None, "属地街道", None, "是") for n in (4, 5)]
    content = workbook(RULE, *rows)
    assert wrong("catalogue", content) == [("D2", "overlaps"), ("D3", "overlaps")]
    assert "第 2 行" in plan("catalogue", content).errors[1].message


def test_a_rule_is_found_by_its_number_and_retired(rule):
    content = workbook(("编号", "启用"), (rule.pk, "否"))
    assert "将停用 1 条派单规则。" in plan("catalogue", content).consequences
    apply("catalogue", content)
    assert not CatalogueRule.objects.get().is_active


def test_waiting_cases_are_announced_before_the_catalogue_changes(town, rule):
    make.case(sender=town.city, category_code="06010")
    content = workbook(("编号", "优先级"), (rule.pk, 5))
    assert any(sentence.startswith("1 件待派案件") for sentence in plan("catalogue", content).consequences)


def test_a_rule_found_by_its_number_keeps_what_the_file_leaves_out(rule):
    apply("catalogue", workbook(("编号", "每日自", "每日至"), (rule.pk, "18:00", "08:00")))
    kept = CatalogueRule.objects.get()
    assert (kept.category_id, kept.organization_id, f"{kept.from_time:%H}") == (
        rule.category_id, rule.organization_id, "18",
    )  # fmt: skip


def test_a_row_without_number_needs_the_columns_by_which_it_is_found(rule):
    assert wrong("catalogue", workbook(("编号", "优先级"), (None, 5))) == [("A2", "missing_column")]


def test_a_rule_without_number_is_found_by_its_ground(rule):
    row = (None, "06010 暴露垃圾", None, "2020-01-01", "2026-12-31", None, "城市管理委", "是")
    assert (plan("catalogue", workbook(RULE, row)).changed, CatalogueRule.objects.count()) == (1, 1)


def test_an_applied_file_leaves_its_trace_and_renews_the_stamp_once(rule):
    before = RulebookStamp.objects.get().stamp
    with CaptureQueriesContext(
        connection,
    ) as statements:
        apply("catalogue", exported("catalogue", N2=7))
    assert RulebookStamp.objects.get().stamp != before
    renewed = [q for q in statements.captured_queries if q["sql"].startswith('UPDATE "cases_rulebookstamp"')]
    assert len(renewed) == 1
    changed = AuditEntry.objects.get(kind="cases.cataloguerule.changed")
    assert (changed.before, changed.after, changed.subject_id) == ({"priority": 0}, {"priority": 7}, str(rule.pk))
    whole = AuditEntry.objects.get(kind="config.imported")
    assert (whole.subject_id, whole.after["changed"], whole.actor_label) == ("catalogue", 1, "控制台")


def test_a_file_with_one_wrong_cell_writes_nothing(rule):
    content = workbook(
        RULE,
        (rule.pk, None, None, "2020-01-01", None, None, "城市管理委", "否"),
        (None, "没有", None, "2026-01-01", None, "属地街道", None, "是"),
    )
    with pytest.raises(Invalid) as refusal:
        apply("catalogue", content)
    assert [(e.field, e.code) for e in refusal.value.errors] == [("B3", "unknown")]
    assert CatalogueRule.objects.get().is_active


def test_what_was_previewed_is_what_is_written_or_nothing(rule):
    content = exported("catalogue", N2=7)
    previewed = plan("catalogue", content).fingerprint
    CatalogueRule.objects.update(note="别人改的")
    with pytest.raises(StaleVersion):
        apply("catalogue", content, previewed=previewed)
    assert CatalogueRule.objects.get().priority == 0
    assert apply("catalogue", content, previewed=plan("catalogue", content).fingerprint).changed == 1


def test_a_row_that_another_person_adds_while_the_file_is_written_is_no_fault_of_the_program(rule, monkeypatch):
    """The draft sees no such rule, the database does."""
    from cases.sheets.catalogue import CatalogueSheet

    monkeypatch.setattr(CatalogueSheet, "stored", lambda sheet: CatalogueRule.objects.none())
    row = (None, "06010", None, "2020-01-01", None, None, "城市管理委", "是")
    with pytest.raises(StaleVersion):
        apply("catalogue", workbook(RULE, row))


def test_only_who_may_configure_cases_brings_files(town, rule):
    content = exported("catalogue")
    assert plan("catalogue", content, actor=make.person(town.centre, Role.SYSTEM_ADMIN)).unchanged == 1
    for role in set(Role) - {Role.SYSTEM_ADMIN}:
        with pytest.raises(NotAllowed):
            plan("catalogue", content, actor=make.person(town.centre, role))


def test_five_thousand_rules_take_a_bounded_number_of_statements(town):
    heading = ("类别", "街道", "来源", "生效日期", "截止日期", "派往", "备注", "社区", "日子", "每日自", "每日至")
    days = [date.fromordinal(date(2020, 1, 1).toordinal() + n) for n in range(2500)]
    rows = [(code, None, None, day, day, "属地街道", str(uuid4())) for code in ("06010", "030701") for day in days]
    content = workbook(heading, *rows)
    with CaptureQueriesContext(connection) as statements:
        assert apply("catalogue", content).new == 5000
    assert len(statements) < 100
    assert CatalogueRule.objects.filter(target_kind=TargetKind.TERRITORIAL_STREET).count() == 5000
