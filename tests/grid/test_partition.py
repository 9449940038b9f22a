"""Which unit grid a point lies in, against a search through all polygons one by one."""

from itertools import pairwise

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from grid.locating import locate_in
from grid.locations import Point, Precision
from grid.partition import TOLERANCE, Partition
from tests.grid.make import square, squares

SETTINGS = settings(max_examples=300, deadline=None)
SHARE = st.floats(0, 1)


def brute_force(cells, lon, lat):
    """Every polygon asked in turn; the lowest code wins."""
    here = shapely.Point(lon, lat)
    return min((code for code, cell in cells.items() if cell.intersects(here)), default=None)


def within(polygon, across, up):
    west, south, east, north = polygon.bounds
    return west + (east - west) * across, south + (north - south) * up


@SETTINGS
@given(SHARE, SHARE)
def test_any_point_of_the_district_lies_in_exactly_one_unit_grid(cut, across, up):
    lon, lat = within(cut.district, across, up)
    here = shapely.Point(lon, lat)
    inside = [code for code, cell in cut.unit_grids.items() if cell.contains(here)]
    rim = [code for code, cell in cut.unit_grids.items() if cell.touches(here)]
    assert len(inside) + bool(rim) == int(cut.district.intersects(here))


@SETTINGS
@given(SHARE, SHARE)
def test_the_tree_agrees_with_a_search_through_all_polygons(cut, atlas, across, up):
    lon, lat = within(cut.district, across, up)
    assert atlas.partition.cell_at(lon, lat) == brute_force(cut.unit_grids, lon, lat)


@SETTINGS
@given(SHARE, SHARE)
def test_locate_agrees_with_a_search_through_all_polygons_at_every_level(cut, atlas, across, up):
    lon, lat = within(cut.district, across, up)
    found = locate_in(atlas, point=Point(lon, lat), words="", street="", community="")
    assert (found.grid_code or None) == brute_force(cut.unit_grids, lon, lat)
    assert (found.community_code or None) == brute_force(cut.communities, lon, lat)
    assert (found.street_code or None) == brute_force(cut.streets, lon, lat)
    assert found.precision is Precision.POINT
    assert found.is_outside == (not cut.district.intersects(shapely.Point(lon, lat)))


def test_every_vertex_belongs_to_the_lowest_code_that_has_it(cut, atlas):
    owners = {}
    for code, cell in cut.unit_grids.items():
        for position in map(tuple, shapely.get_coordinates(cell)):
            owners[position] = min(owners.get(position, code), code)
    assert {position: atlas.partition.cell_at(*position) for position in owners} == owners


def test_the_middle_of_every_edge_belongs_to_the_lower_of_its_two_codes(cut, atlas):
    owners = {}
    for code, cell in cut.unit_grids.items():
        ring = shapely.get_coordinates(cell)
        for (x1, y1), (x2, y2) in pairwise(ring):
            edge = frozenset({(x1, y1), (x2, y2)})
            owners[edge] = min(owners.get(edge, code), code)
    found = {edge: atlas.partition.cell_at(*(sum(axis) / 2 for axis in zip(*edge, strict=True))) for edge in owners}
    wrong = {edge for edge in owners if found[edge] != owners[edge]}
    # An edge of a few centimetres may lie within the tolerance of a third cell; no other may differ.
    assert all(shapely.LineString(list(edge)).length < 1e-6 for edge in wrong)


def test_the_answer_on_a_border_does_not_depend_on_the_order_of_loading():
    cells = squares()
    there = Partition(cells)
    back = Partition(dict(reversed(cells.items())))
    corner = (116.205, 39.905)
    assert there.cell_at(*corner) == back.cell_at(*corner) == min(cells)


def test_the_rim_is_inside_and_a_millimetre_beyond_is_not():
    partition = Partition({"1": square(0, 0)})
    assert partition.cell_at(116.2, 39.9025) == "1"
    assert partition.cell_at(116.2 - TOLERANCE / 2, 39.9025) == "1"
    assert partition.cell_at(116.2 - 1e-8, 39.9025) is None


def test_no_position_at_all_lies_nowhere(atlas):
    assert atlas.partition.cell_at(float("nan"), 39.9) is None
    assert atlas.partition.cell_at(116.2, float("inf")) is None


def test_the_cells_of_a_box_are_those_that_touch_it():
    partition = Partition(squares())
    assert partition.cells_in((116.201, 39.901, 116.204, 39.904)) == ["110107001002001"]
    assert partition.cells_in((116.0, 39.0, 117.0, 41.0)) == sorted(squares())
    assert partition.cells_in((117.0, 39.0, 118.0, 40.0)) == []


def test_a_district_without_unit_grids_contains_nothing():
    assert Partition({}).cell_at(116.2, 39.9) is None
