"""Categories: the trees a district starts with, and finding one by its code."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from cases.actions.load_categories import load_categories
from cases.actions.name_category_paths import name_category_paths
from cases.models import Category, CategoryScheme
from cases.queries.categories import find_category
from tests.cases import rulebook_making as make
from tests.make import brought_in

TODAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


@pytest.fixture
def trees():
    brought_in(load_categories)


def found(code: str, flow: str = "hotline", on: date = TODAY) -> tuple[str, str] | None:
    category = find_category(code, flow=flow, on=on)
    return (category.kind, category.name) if category else None


def test_the_standard_brings_153_components_and_250_matters(trees):
    leaves = Category.objects.filter(scheme__code="gbt47678.5-2026", level=2)
    assert [leaves.filter(kind=kind).count() for kind in ("component", "event")] == [153, 250]


def test_the_hotline_tree_has_three_levels(trees):
    tree = Category.objects.filter(kind="hotline")
    assert [tree.filter(level=level).count() for level in (1, 2, 3)] == [14, 99, 502]
    leaf = tree.get(code="030701")
    assert (leaf.path_name, leaf.parent.code) == ("城乡建设 / 街面秩序 / 游商", "0307")


def test_loading_again_adds_nothing_and_keeps_what_was_changed(trees):
    Category.objects.filter(code="030701").update(name="流动商贩", is_active=False)
    assert brought_in(load_categories) == 0
    assert Category.objects.filter(code="030701", name="流动商贩", is_active=False).exists()


def test_a_code_may_stand_once_in_each_kind(trees):
    assert Category.objects.filter(code="01001").count() == 2
    standard = CategoryScheme.objects.get(code="gbt47678.5-2026")
    with pytest.raises(IntegrityError, match="code_is_unique_in_its_scheme_and_kind"):
        make.category("01001", parent=Category.objects.get(scheme=standard, kind="event", code="01"))


def test_the_code_printed_twice_is_told_apart_by_its_place(trees):
    assert found("db44t2479-2024:0904:090499") == found("090499") == ("hotline", "其他生活服务")
    assert found("db44t2479-2024:0905:090499") == ("hotline", "其他民族宗教")


@pytest.mark.parametrize(
    ("code", "flow", "expected"),
    [
        ("01003", "grid", ("event", "雨水井盖异常")),
        ("component:01003", "grid", ("component", "雨水井盖")),
        ("01", "grid", ("event", "市政公用设施类")),
        ("01", "hotline", ("hotline", "科教文体")),
        (" 09006 ", "hotline", ("event", "占道经营")),
        ("010600", "hotline", ("hotline", "新闻出版")),
        ("event:", "grid", None),
        ("123456", "hotline", None),
        ("", "hotline", None),
        ("：：", "", None),
    ],
)
def test_a_code_means_the_kind_of_its_flow_first(trees, code, flow, expected):
    assert found(code, flow) == expected


def test_a_scheme_out_of_force_and_a_category_out_of_use_are_not_found(trees):
    CategoryScheme.objects.filter(code="gbt47678.5-2026").update(valid_to=date(2026, 11, 21))
    Category.objects.filter(code="030701").update(is_active=False)
    assert [found("09006", "grid"), found("030701")] == [None, None]


def test_a_new_name_reaches_the_full_names_below():
    top = make.category("01", name="旧名")
    below = make.category("01001", parent=make.category("0101", parent=top, name="中"), name="下")
    top.name = "新名"
    name_category_paths(top)
    below.refresh_from_db()
    assert below.path_name == "新名 / 中 / 下"


def test_a_parent_of_another_kind_or_level_is_refused():
    hotline = make.category("01", kind="hotline")
    event = Category(scheme=hotline.scheme, kind="event", code="01001", name="x", level=2, parent=hotline)
    with pytest.raises(ValidationError, match="同一类型"):
        event.clean()
    with pytest.raises(ValidationError, match="层级"):
        Category(scheme=hotline.scheme, kind="hotline", code="0101", name="x", level=3, parent=hotline).clean()


def test_a_top_category_has_no_parent():
    with pytest.raises(IntegrityError, match="only_a_top_category_has_no_parent"):
        Category.objects.create(scheme=make.scheme(), kind="event", code="01001", name="x", level=2)
