"""The district in pieces: nothing missing, nothing twice, parents and children alike."""

from itertools import groupby, pairwise

import numpy as np
import pytest
import shapely

from grid.coordinates import area_m2
from grid.source import read_source
from grid.subdivision import reading_order, shares, subdivide
from tests.grid.make import square


def test_there_are_9_streets_153_communities_and_2052_unit_grids(cut):
    assert (len(cut.streets), len(cut.communities), len(cut.unit_grids)) == (9, 153, 2052)


def test_the_codes_are_the_official_ones(cut):
    names = read_source().names
    assert {*cut.streets, *cut.communities, "110107"} == set(names)
    assert all(len(code) == 15 and code[:12] in cut.communities for code in cut.unit_grids)


def test_sequence_numbers_begin_at_one_in_each_community(cut):
    for _, codes in groupby(sorted(cut.unit_grids), key=lambda code: code[:12]):
        numbers = [int(code[12:]) for code in codes]
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("level", ["streets", "communities", "unit_grids"])
def test_neighbours_share_every_vertex(cut, level):
    areas = list(getattr(cut, level).values())
    assert shapely.coverage_is_valid(areas)
    assert all(area.is_valid and area.geom_type == "Polygon" and not area.interiors for area in areas)


def test_a_whole_is_exactly_the_union_of_its_parts(cut):
    whole = {"110107": cut.district}
    for wholes, parts in pairwise([whole, cut.streets, cut.communities, cut.unit_grids]):
        for code, whole in wholes.items():
            union = shapely.union_all([part for key, part in parts.items() if key.startswith(code)])
            assert union.equals(whole), code


def test_areas_add_up(cut):
    district = area_m2(cut.district)
    for parts in (cut.streets, cut.communities, cut.unit_grids):
        assert sum(map(area_m2, parts.values())) == pytest.approx(district, rel=1e-9)


def test_the_rim_is_the_real_boundary_to_a_centimetre(cut):
    boundary = read_source().boundary
    assert shapely.hausdorff_distance(cut.district.boundary, boundary.boundary) < 1.5e-7
    assert area_m2(cut.district) == pytest.approx(area_m2(boundary), abs=100)


def test_coordinates_have_seven_decimals(cut):
    positions = shapely.get_coordinates(list(cut.unit_grids.values()))
    assert np.array_equal(np.round(positions, 7), positions)


def test_unit_grids_are_of_a_size_to_walk(cut):
    sizes = [area_m2(cell) for cell in cut.unit_grids.values()]
    assert 2_000 < min(sizes) < max(sizes) < 100_000


def test_each_street_lies_around_its_centre(cut):
    centres = read_source().street_centres
    for code, centre in centres.items():
        assert cut.streets[code].intersects(shapely.Point(centre))


def test_cutting_again_gives_the_same_polygons(cut):
    source = read_source()
    codes = [code for code in source.communities if code.startswith("110107009")]
    centres = {"110107009": source.street_centres["110107009"]}
    first, second = (
        subdivide(cut.streets["110107009"], street_centres=centres, communities=codes, total=40) for _ in range(2)
    )
    assert first == second
    assert len(first.unit_grids) == 40


def test_numbers_run_west_to_east_then_north_to_south():
    tiles = {name: square(*at) for name, at in {"nw": (0, 1), "ne": (1, 1), "sw": (0, 0), "se": (1, 0)}.items()}
    ordered = reading_order([tiles["se"], tiles["ne"], tiles["sw"], tiles["nw"]])
    assert ordered == [tiles["nw"], tiles["ne"], tiles["sw"], tiles["se"]]


def test_every_community_gets_a_grid_and_large_ones_more():
    sizes = {"a": square(0, 0), "b": shapely.union_all([square(1, 0), square(2, 0), square(3, 0)])}
    assert shares(sizes, total=2) == {"a": 1, "b": 1}
    assert shares(sizes, total=10) == {"a": 3, "b": 7}
    with pytest.raises(ValueError, match="too few"):
        shares(sizes, total=1)
