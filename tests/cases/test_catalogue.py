"""The dispatch catalogue in the database: loaded, kept compiled, asked."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from cases import data
from cases.actions.load_catalogue import load_catalogue
from cases.actions.load_categories import default_categories, load_categories
from cases.models import Case, CatalogueRule, DispatchDecision
from cases.models.rulebook import RulebookStamp
from cases.queries.catalogue import decide_for, open_catalogue
from cases.queries.rulebook import current_rulebook
from kernel.times import SHANGHAI
from tests.cases import rulebook_making as make
from tests.make import brought_in

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)

pytestmark = pytest.mark.django_db


def rule(**columns) -> CatalogueRule:
    usual = {
        "valid_from": make.FIRST_DAY,
        "target_kind": "organization" if "organization" in columns else "territorial_street",
    }
    return CatalogueRule.objects.create(**(usual | columns))


def test_the_street_decides_before_the_district_and_the_reason_says_so():
    gucheng = make.street("110107004", "古城街道")
    office = make.office(gucheng)
    top = make.category("09", name="街面秩序")
    stall = make.category("09006", name="占道经营", parent=top)
    wide = rule(category=top, organization=make.department("城管执法局"))
    narrow = rule(category=stall, street=gucheng, organization=office)

    decision = decide_for(Case(category=stall, street=gucheng, source="12345"), now=MONDAY)

    assert (decision.target, decision.rule, decision.runner_up) == (office, narrow, wide)
    assert decision.mode == DispatchDecision.Mode.CATALOGUE
    assert decision.reason == (
        f"按规则 {narrow.pk}（占道经营 × 古城街道）派往古城街道；次选规则 {wide.pk}（街面秩序 × 全区）"
    )


def test_what_goes_to_a_street_is_supervised_by_the_centre():
    street = make.street("110107004", "古城街道")
    make.office(street)
    centre = make.department("区指挥中心", kind="district_centre")
    decision = decide_for(Case(street=street), now=MONDAY)
    assert (decision.mode, decision.supervising, decision.needs_classification) == (
        DispatchDecision.Mode.TERRITORIAL,
        centre,
        True,
    )


def test_a_retired_organization_gets_no_case():
    gas = make.department("燃气公司")
    rule(organization=gas)
    assert decide_for(Case(source="12345"), now=MONDAY).target == gas
    gas.is_active = False
    gas.save()
    assert decide_for(Case(source="12345"), now=MONDAY) is None


def test_holidays_come_from_the_calendar_and_not_from_the_weekday():
    rule(only_days="off_day", organization=make.department("值班室"))
    national_day = datetime(2025, 10, 1, 10, 0, tzinfo=SHANGHAI)  # a Wednesday
    make_up_sunday = datetime(2025, 9, 28, 10, 0, tzinfo=SHANGHAI)
    decided = [decide_for(Case(source="12345"), now=at) is not None for at in (national_day, make_up_sunday)]
    assert decided == [True, False]


def test_an_open_catalogue_decides_without_sql(django_assert_num_queries):
    street = make.street("110107004", "古城街道")
    make.office(street)
    stall = make.category("09006", name="占道经营")
    rule(category=stall)
    current_rulebook()
    catalogue = open_catalogue()
    case = Case(category=stall, street=street)
    with django_assert_num_queries(0):
        for _again in range(3):
            catalogue.decide(case, at=MONDAY)


def test_the_rulebook_is_compiled_once_until_a_rule_changes(django_assert_num_queries):
    row = rule(organization=make.department("城市管理委"))
    first = current_rulebook()
    with django_assert_num_queries(1):
        assert current_rulebook() is first
    row.priority = 5
    row.save()
    assert current_rulebook().rules[None][0].priority == 5


def test_a_change_rolled_back_leaves_no_trace_in_the_compiled_copy():
    row = rule(organization=make.department("城市管理委"))
    before = current_rulebook()
    with transaction.atomic():
        row.delete()
        assert current_rulebook().rules == {}
        transaction.set_rollback(True)
    assert current_rulebook().rules == before.rules


def test_without_a_stamp_nothing_compiled_is_trusted():
    rule(organization=make.department("城市管理委"))
    current_rulebook()
    RulebookStamp.objects.all().delete()
    CatalogueRule.objects.all().delete()
    assert current_rulebook().rules == {}


def test_loading_brings_every_line_once_and_keeps_what_was_changed():
    make.everybody_in_the_catalogue()
    brought_in(load_categories)
    assert brought_in(load_catalogue) == len(data.read("catalogue.csv"))
    CatalogueRule.objects.filter(category__code="06013").update(is_active=False, priority=3)
    assert brought_in(load_catalogue) == 0
    assert CatalogueRule.objects.filter(category__code="06013", is_active=False, priority=3).count() == 1


def test_every_loaded_rule_makes_sense_and_names_its_category_rightly():
    make.everybody_in_the_catalogue()
    brought_in(load_categories)
    brought_in(load_catalogue)
    for row in CatalogueRule.objects.all():
        row.full_clean()
    names = {code: category.name for code, category in default_categories().items()}
    for line in data.read("catalogue.csv"):
        assert names[line["category"]] == line["category_name"]


def test_the_file_names_only_organizations_and_streets_that_come_along():
    here = Path(__file__).parents[2]
    with (here / "organizations/data/departments.csv").open(encoding="utf-8") as file:
        departments = {row["short_name"] for row in csv.DictReader(file)}
    with (here / "grid/data/divisions.csv").open(encoding="utf-8") as file:
        streets = {row["name"] for row in csv.DictReader(file) if row["level"] == "street"}
    rows = data.read("catalogue.csv")
    assert {row["street"] for row in rows} <= streets | {""}
    assert {row[column] for row in rows for column in ("target", "supervising")} <= departments | streets | {
        "属地街道",
        "",
    }


def test_an_unknown_name_in_the_file_is_told_with_its_line():
    brought_in(load_categories)
    with pytest.raises(CommandError, match=r"catalogue\.csv 2\.target: 城市管理委"):
        call_command("load_catalogue")
    assert not CatalogueRule.objects.exists()


def test_snow_belongs_to_the_district_in_the_season_and_to_the_street_outside():
    make.everybody_in_the_catalogue()
    brought_in(load_categories)
    brought_in(load_catalogue)
    case = Case(
        category=default_categories()["event:10001"], street=make.street("110107099", "测试街道"), source="inspector"
    )
    make.office(case.street)
    winter, spring = datetime(2027, 1, 5, 8, tzinfo=SHANGHAI), datetime(2027, 4, 5, 8, tzinfo=SHANGHAI)
    assert [decide_for(case, now=at).target.short_name for at in (winter, spring)] == ["城市管理委", "测试街道"]


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"target_kind": "organization"}, "rule_names_its_target_or_the_street_where_it_lies"),
        ({"from_time": "08:00"}, "rule_has_both_ends_of_its_hours"),
        ({"from_time": "08:00", "to_time": "08:00"}, "rule_has_both_ends_of_its_hours"),
        ({"valid_to": date(2019, 1, 1)}, "rule_ends_after_it_starts"),
    ],
)
def test_the_database_refuses_a_rule_that_makes_no_sense(columns, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        rule(**columns)


def test_a_rule_names_a_street_or_a_community_not_both():
    street = make.street("110107004", "古城街道")
    lane = make.community("110107004001", "北辛安社区", street)
    with pytest.raises(IntegrityError, match="rule_names_a_street_or_a_community_not_both"):
        rule(street=street, community=lane)


def test_two_rules_on_one_ground_may_follow_each_other_but_not_overlap():
    first = rule(note="旧")
    second = CatalogueRule(valid_from=date(2026, 1, 1), target_kind="territorial_street")
    with pytest.raises(ValidationError, match="重叠"):
        second.full_clean()
    first.valid_to = date(2025, 12, 31)
    first.save()
    second.full_clean()


def test_two_rules_cannot_take_the_same_ground_from_the_same_day():
    rule()
    with pytest.raises(IntegrityError, match="one_rule_covers_one_ground_from_one_day"):
        rule()


def test_a_community_is_never_the_lead():
    street = make.street("110107004", "古城街道")
    lane = make.community("110107004001", "北辛安社区", street)
    worker = make.department("北辛安社区", kind="department")
    worker.kind, worker.community = "community", lane
    target = CatalogueRule(valid_from=date(2026, 1, 1), target_kind="organization", organization=worker)
    with pytest.raises(ValidationError, match="社区不能作主办单位"):
        target.clean()
