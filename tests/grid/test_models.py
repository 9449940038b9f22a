"""What the database itself refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from grid.models import AreaVersion, Community, District, Place, Street, UnitGrid
from kernel.times import day_start

pytestmark = pytest.mark.django_db
FIRST = date(2024, 1, 1)


def area(**columns):
    return {"name": "某处", "shape": {}, "area_m2": 1.0, "started_on": FIRST} | columns


@pytest.fixture
def chain():
    district = District.objects.create(**area(code="110107"))
    street = Street.objects.create(**area(code="110107001"), district=district)
    community = Community.objects.create(**area(code="110107001001"), street=street)
    return district, street, community


def test_a_code_is_in_force_once(chain):
    with pytest.raises(IntegrityError, match="street_code_is_in_force_once"):
        Street.objects.create(**area(code="110107001", started_on=date(2025, 1, 1)), district=chain[0])


def test_a_code_may_come_again_after_its_area_was_closed(chain):
    district, street, _ = chain
    Street.objects.filter(pk=street.pk).update(ended_on=date(2025, 1, 1))
    again = Street.objects.create(**area(code="110107001", started_on=date(2025, 1, 1)), district=district)
    assert list(Street.objects.in_force()) == [again]


def test_a_code_never_starts_twice_on_a_day(chain):
    district, street, _ = chain
    Street.objects.filter(pk=street.pk).update(ended_on=date(2025, 1, 1))
    with pytest.raises(IntegrityError, match="street_code_starts_once_a_day"):
        Street.objects.create(**area(code="110107001"), district=district)


def test_an_area_ends_no_earlier_than_it_starts(chain):
    with pytest.raises(IntegrityError, match="street_ends_no_earlier_than_it_starts"):
        Street.objects.create(**area(code="110107002", ended_on=FIRST - timedelta(days=1)), district=chain[0])


def test_an_area_replaced_on_its_first_day_makes_room_for_its_code(chain):
    district, street, _ = chain
    Street.objects.filter(pk=street.pk).update(ended_on=FIRST)
    again = Street.objects.create(**area(code="110107001"), district=district)
    assert list(Street.objects.in_force()) == [again]


@pytest.mark.parametrize("code", ["11010700100100", "11010700100100x", " 1101070010010", ""])
def test_a_unit_grid_code_has_15_digits(chain, code):
    with pytest.raises(IntegrityError, match="unit_grid_code_has_15_digits"):
        UnitGrid.objects.create(**area(code=code), community=chain[2])


def test_levels_have_codes_of_their_own_length(chain):
    _, street, _ = chain
    with pytest.raises(IntegrityError, match="community_code_has_12_digits"):
        Community.objects.create(**area(code="110107001"), street=street)


def test_a_code_begins_with_its_parents_code(chain):
    with pytest.raises(ValidationError, match="应以上级代码 110107001001 开头"):
        UnitGrid(**area(code="110107002001001"), community=chain[2]).clean()


def test_a_parent_is_not_deleted_under_its_children(chain):
    with pytest.raises(IntegrityError):
        chain[0].delete()


def test_a_place_needs_its_point_unless_it_is_a_road():
    Place.objects.create(name="八大处路", kind=Place.Kind.ROAD)
    with pytest.raises(IntegrityError, match="only_a_road_may_lack_its_point"):
        Place.objects.create(name="某路口", kind=Place.Kind.CROSSING)


def test_a_place_is_listed_once_even_without_a_point():
    Place.objects.create(name="八大处路", kind=Place.Kind.ROAD)
    with pytest.raises(IntegrityError, match="place_is_listed_once"):
        Place.objects.create(name="八大处路", kind=Place.Kind.ROAD)


def test_half_a_point_is_none():
    with pytest.raises(IntegrityError, match="place_has_both_coordinates_or_none"):
        Place.objects.create(name="某路", kind=Place.Kind.ROAD, lon=116.2)


def test_there_is_one_area_version():
    with pytest.raises(IntegrityError, match="area_version_is_a_single_row"):
        AreaVersion.objects.create(id=2, changed_at=day_start(FIRST), changed_by="测试")
