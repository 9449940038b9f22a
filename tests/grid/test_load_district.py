"""The district comes into the database once."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from grid.models import AreaVersion, Community, District, Place, Street, UnitGrid
from grid.queries import Point, locate
from grid.source import Source
from tests.grid.make import make_mini_district

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cut_once(cut, monkeypatch):
    """The polygons of this session: the command need not cut them anew in each test."""
    monkeypatch.setattr(Source, "subdivision", lambda self: cut)


def load(**options):
    out = StringIO()
    call_command("load_district", stdout=out, **options)
    return out.getvalue().strip()


def test_it_loads_everything_and_a_second_run_changes_nothing():
    assert load().startswith("区 1，街道 9，社区 153，单元网格 2052，地名 ")
    before = AreaVersion.objects.get().token, sorted(UnitGrid.objects.values_list("id", flat=True))
    assert load().endswith("（已是最新，没有改动）")
    assert (AreaVersion.objects.get().token, sorted(UnitGrid.objects.values_list("id", flat=True))) == before


def test_areas_hang_together_and_are_marked_illustrative():
    load(as_of=date(2025, 3, 1))
    chain = UnitGrid.objects.values_list("code", "community__code", "community__street__code")
    assert all(grid.startswith(community) and community.startswith(street) for grid, community, street in chain)
    for model in (Street, Community, UnitGrid):
        assert not model.objects.exclude(is_illustrative=True, started_on=date(2025, 3, 1)).exists()
    assert District.objects.get().is_illustrative is False
    found = locate(point=Point(116.184, 39.907))
    assert UnitGrid.objects.get(pk=found.unit_grid_id).code == found.grid_code


def test_every_place_but_a_road_lies_in_a_unit_grid():
    load()
    assert not Place.objects.exclude(kind="road").filter(unit_grid_code="").exists()
    crossing = Place.objects.get(name="八角路与八角西街交口")
    assert crossing.unit_grid_code.startswith(crossing.community_code)
    assert crossing.community_code.startswith(crossing.street_code)


def test_a_place_that_was_removed_from_the_table_comes_back_and_a_moved_one_stays():
    load()
    Place.objects.filter(name="金安桥").delete()
    Place.objects.filter(name="五景桥").update(lat=39.9)
    assert load().endswith("（新增 1 条）")
    assert Place.objects.get(name="五景桥").lat == 39.9


def test_areas_from_elsewhere_are_not_mixed_with_it():
    make_mini_district()
    with pytest.raises(CommandError, match="已有另一版区域在用"):
        load()
