"""The filters of `GET /cases/`, as API and desk share them."""

import pytest

from cases.models import Case, Category
from cases.queries.filters import CaseFilter
from cases.rules.orders import Whereabouts
from tests import make


def found(**query) -> list[str]:
    chosen = CaseFilter(query, Case.objects.order_by("id"), now=make.NOON)
    assert chosen.is_valid(), chosen.errors
    return [case.title for case in chosen.qs]


def refused(**query) -> list[str]:
    chosen = CaseFilter(query, Case.objects.all(), now=make.NOON)
    return [] if chosen.is_valid() else list(chosen.errors)


@pytest.fixture
def three(town, new_case) -> None:
    point = town.area.point_in(town.area.unit_grids[0])
    new_case(title="一", whereabouts=Whereabouts(lon=point.lon, lat=point.lat), order_no="A-1")
    new_case(title="二", whereabouts=Whereabouts(community="杏花里社区", street="乙河街道"), category_code="030701")
    make.put(new_case(title="三"), "cancelled", closed_at=make.NOON)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"open": "true"}, ["一", "二"]),
        ({"open": "false"}, ["三"]),
        ({"supervised": "false"}, ["一", "二", "三"]),
        ({"flow": "grid"}, []),
        ({"community": "110107002001"}, ["二"]),
        ({"grid": "110107001001001"}, ["一"]),
        ({"order_no": "A-1"}, ["一"]),
        ({"state": "pending_dispatch,cancelled"}, ["一", "二", "三"]),
        ({"bbox": "116.20,39.90,116.21,39.92"}, ["一"]),
        ({"bbox": "116.30,39.90,116.31,39.92"}, []),
        ({"due_before": "2026-11-24T12:00:00+08:00"}, []),
        ({"due_after": "2026-11-24T12:00:00+08:00"}, ["一", "二", "三"]),
        ({"received_after": "2026-11-24T09:30:00+08:00"}, ["一", "二", "三"]),
        ({"received_before": "2026-11-24T09:30:00+08:00"}, []),
        # An offset that PostgreSQL does not know: the same instant as 12:00 in Shanghai.
        ({"due_after": "2026-11-25T03:00:00+23:00"}, ["一", "二", "三"]),
        ({"street": "110107002", "category": "hotline:030701"}, ["二"]),
        ({"street": ""}, ["一", "二", "三"]),
    ],
)
def test_each_finds_its_own(three, query, titles):
    assert found(**query) == titles


@pytest.mark.parametrize(
    "query",
    [
        {"open": "maybe"},
        {"street": "000"},
        {"organization": "nobody"},
        {"category": "event:030701"},
        {"category": "nonsense:030701"},
        {"lamp": "red,blue"},
        {"q": "灯"},
        {"q": "a\0b"},
        {"bbox": "nan,1,2,3"},
        {"bbox": "3,1,2,3"},
        {"bbox": "1,2,3"},
        {"received_before": "9999-12-31"},
        {"received_after": "2026-02-30"},
        {"due_after": "soon"},
    ],
)
def test_what_makes_no_sense_is_an_error_of_its_field(three, query):
    assert refused(**query) == list(query)


def test_a_category_includes_what_stands_under_it(town, new_case):
    top = Category.objects.get(code="030701")
    below = Category.objects.create(
        scheme=top.scheme, kind="hotline", code="03070101", name="流动摊贩", level=2, parent=top, path_name="x"
    )
    Case.objects.filter(pk=new_case(title="摊贩").pk).update(category=below)
    assert found(category="hotline:030701") == ["摊贩"]
    assert found(category="03070101") == ["摊贩"]


def test_all_codes_together_cost_one_statement(three, django_assert_num_queries):
    query = {"street": "110107002", "community": "110107002001", "category": "030701"}
    chosen = CaseFilter(query, Case.objects.all(), now=make.NOON)
    with django_assert_num_queries(1):
        assert chosen.is_valid()
