"""Whom to call, and why."""

from datetime import date

import pytest

from cases.models import Category
from enforcement.actions.decide_objection import decide_objection
from enforcement.actions.object_to import object_to
from enforcement.actions.return_whistle import return_whistle
from enforcement.models import DutyItem
from enforcement.queries.suggesting import Wanted, suggest
from organizations.models import Organization
from tests import make
from tests.enforcement.conftest import summonses
from tests.make import MORNING, at

LATER = at("2026-12-20 09:00")
SINCE = date(2026, 1, 1)


@pytest.fixture
def units(db):
    return [make.organization(short_name=name) for name in ("城管执法局", "交通支队", "园林局", "水务局")]


def wanted(whistling, **facts) -> Wanted:
    return Wanted(**({"office": whistling.office, "kind": "enforcement"} | facts))


def names(found):
    return [one.department.short_name for one in found]


def test_the_duty_of_the_very_category_comes_first(whistling, units):
    parent = Category.objects.get(code="030701")
    child = Category.objects.create(
        scheme=parent.scheme, kind="hotline", code="03070101", name="游商", level=2, parent=parent, path_name="游商"
    )
    for unit, category, duty in ((units[0], parent, "占道"), (units[1], child, "游商"), (units[2], None, "绿化")):
        DutyItem.objects.create(organization=unit, category=category, duty=duty, valid_from=SINCE)
    found = suggest(wanted(whistling, category_id=child.pk), at=MORNING)
    assert names(found) == ["交通支队", "城管执法局", "园林局"]
    assert (found[0].duty, found[0].reason) == ("游商", "职责清单：游商")


def test_a_duty_holds_for_its_street_its_kind_and_its_days(whistling, units):
    other = whistling.town.streets[1].street
    wrong = (
        {"street": other},
        {"kind": "emergency"},
        {"valid_from": date(2026, 12, 1)},
        {"valid_from": SINCE, "valid_to": date(2026, 11, 1)},
    )
    for unit, facts in zip(units, wrong, strict=True):
        DutyItem.objects.create(**({"organization": unit, "duty": "职责", "valid_from": SINCE} | facts))
    assert suggest(wanted(whistling), at=MORNING) == []
    DutyItem.objects.create(organization=units[0], street=whistling.office.street, duty="本街道", valid_from=SINCE)
    assert names(suggest(wanted(whistling), at=MORNING)) == ["城管执法局"]


def test_past_whistles_tell_who_usually_comes(whistling):
    whistling.blow(3, now=at("2026-11-01 09:00"))
    whistling.blow(1, now=at("2026-11-02 09:00"))
    found = suggest(wanted(whistling, address="模式口大街"), at=LATER)
    assert found[0].department == whistling.departments[0]
    assert found[0].reason == "近一年同一地点吹哨 2 次中召集 2 次；近一年本街道同型吹哨 2 次中召集 2 次"
    assert len(found) == 3


def test_whom_the_street_had_to_excuse_and_what_was_returned_is_no_habit(whistling):
    whistle = whistling.blow(2)
    one = summonses(whistle)[0]
    object_to(one.pk, reason="不在职责内", basis="三定规定", actor=whistling.officer(one), now=MORNING)
    decide_objection(one.pk, is_upheld=True, words="是", actor=whistling.clerk, now=MORNING)
    assert [one.department for one in suggest(wanted(whistling), at=LATER)] == [whistling.departments[1]]
    return_whistle(whistle.pk, reason="不属", actor=whistling.supervisor, now=MORNING)
    assert suggest(wanted(whistling), at=LATER) == []


def test_a_department_out_of_use_is_not_suggested(whistling, units):
    DutyItem.objects.create(organization=units[0], duty="职责", valid_from=SINCE)
    Organization.objects.filter(pk=units[0].pk).update(is_active=False)
    assert suggest(wanted(whistling), at=MORNING) == []


def test_a_suggestion_costs_the_same_however_much_is_remembered(whistling, django_assert_max_num_queries):
    for n in range(1, 6):
        whistling.blow(n, now=at(f"2026-11-0{n} 09:00"))
    category = Category.objects.get(code="030701")
    suggest(wanted(whistling), at=LATER)
    with django_assert_max_num_queries(9):
        assert suggest(wanted(whistling, category_id=category.pk, address="模式口大街"), at=LATER)
