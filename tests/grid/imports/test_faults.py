"""Each planted fault is found, at its place, and nothing else with it; nothing is written then."""

import copy

import numpy as np
import pytest
import shapely

from grid.models import UnitGrid
from tests.grid.imports.make import feature, kinds, moved, run, shifted, unit_grids, united, write
from tests.grid.make import SIDE, SOUTH, WEST, square

FIRST, SECOND = "110107001001001", "110107001001002"
LAST = "110107002002002"


def ring(item):
    return item["geometry"]["coordinates"][0]


def gap(features):
    """The north-western square loses its western half."""
    features[0] = moved(features[0], lambda xy: np.where(xy == WEST, WEST + SIDE / 2, xy))


def overlap(features):
    """The north-western square grows by a tenth into its neighbour, of the same community."""
    features[0] = moved(features[0], lambda xy: np.where(xy == round(WEST + SIDE, 7), WEST + SIDE * 1.1, xy))


def self_crossing(features):
    positions = ring(features[0])
    positions[1], positions[2] = positions[2], positions[1]


def unclosed(features):
    ring(features[0]).pop()


def too_few_points(features):
    del ring(features[0])[2:4]


def zero_area(features):
    ring(features[0])[:] = [[116.2, 39.905], [116.201, 39.906], [116.202, 39.907], [116.2, 39.905]]


def not_finite(features):
    ring(features[0])[1] = [float("nan"), 39.9]


def huge(features):
    ring(features[0])[1] = [1e300, 39.9]


def not_numbers(features):
    ring(features[0])[1] = ["116.2", "39.9"]


def no_geometry(features):
    features[0]["geometry"] = None


def a_line(features):
    features[0]["geometry"] = {"type": "LineString", "coordinates": ring(features[0])}


def swapped(features):
    features[0] = moved(features[0], lambda xy: xy[:, ::-1])


def metres(features):
    features[0] = moved(features[0], lambda xy: xy * 10000)


def hole_in_it(features):
    """A hole that no other grid fills."""
    middle = square(0, 1).centroid.buffer(0.001, quad_segs=1)
    features[0]["geometry"]["coordinates"].append([list(xy) for xy in middle.exterior.coords])


def doubled_code(features):
    features.append(copy.deepcopy(features[0]))


def doubled_shape(features):
    features.append(feature("110107001001009", square(0, 1)))


def bad_code(features):
    features[0]["properties"]["CODE"] = "11010700100100X"


def no_code(features):
    features[0]["properties"]["CODE"] = None


def unknown_parent(features):
    features[0]["properties"]["CODE"] = "110107001009001"


def wrong_parent(features):
    features[0]["properties"]["CODE"] = "110107002002009"


def outside(features):
    features.append(shifted(feature("110107002002009", square(3, 0)), 0.05))


def broken_name(features):
    features[0]["properties"]["NAME"] = "柳荫里\ufffd\ufffd"


def nul_in_name(features):
    features[0]["properties"]["NAME"] = "柳荫里\x00"


def long_name(features):
    features[0]["properties"]["NAME"] = "柳" * 61


FAULTS = {
    gap: [("gap", "")],
    overlap: [("overlap", SECOND)],
    self_crossing: [("self_crossing", FIRST)],
    unclosed: [("unclosed_ring", FIRST)],
    too_few_points: [("too_few_points", FIRST)],
    zero_area: [("zero_area", FIRST)],
    not_finite: [("not_finite", FIRST)],
    huge: [("not_finite", FIRST)],
    not_numbers: [("bad_coordinates", FIRST), ("gap", "")],
    no_geometry: [("gap", ""), ("missing_geometry", FIRST)],
    a_line: [("gap", ""), ("wrong_geometry", FIRST)],
    swapped: [("swapped_coordinates", FIRST)],
    metres: [("gap", ""), ("projected_coordinates", FIRST)],
    hole_in_it: [("gap", "")],
    doubled_code: [("duplicate_code", FIRST)],
    doubled_shape: [("duplicate_shape", "110107001001009")],
    bad_code: [("bad_code", "11010700100100X")],
    no_code: [("bad_code", "")],
    unknown_parent: [("unknown_parent", "110107001009001")],
    wrong_parent: [("outside_parent", "110107002002009")],
    outside: [("outside_boundary", "110107002002009")],
    broken_name: [("wrong_encoding", "")],
    nul_in_name: [("wrong_encoding", "")],
    long_name: [("too_long", "")],
}


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found_and_nothing_is_written(mini, path, plant):
    before = list(UnitGrid.objects.values_list("id", "ended_on"))
    features = unit_grids()
    plant(features)
    imported = run(write(path, features))
    assert kinds(imported) == FAULTS[plant]
    assert not imported.is_written
    assert list(UnitGrid.objects.values_list("id", "ended_on")) == before


def test_all_faults_of_one_file_are_found_at_once(mini, path):
    """A crossing, a broken code, a stray, a twin and a gap, each on a grid of its own."""
    features = unit_grids()
    self_crossing(features)
    features[3]["properties"]["CODE"] = "1101"
    features[4] = moved(features[4], lambda xy: np.where(xy == round(SOUTH + 2 * SIDE, 7), SOUTH + 1.5 * SIDE, xy))
    features.append(shifted(feature("110107002002009", square(3, 0)), 0.05))
    features.append(feature("110107002002008", square(3, 0)))
    features.append(copy.deepcopy(features[6]))
    assert kinds(run(write(path, features))) == [
        ("bad_code", "1101"),
        ("duplicate_code", features[6]["properties"]["CODE"]),
        ("duplicate_shape", "110107002002008"),
        ("gap", ""),
        ("outside_boundary", "110107002002009"),
        ("self_crossing", FIRST),
    ]


def test_a_fault_is_told_with_its_place_and_size(mini, path):
    features = unit_grids()
    overlap(features)
    (fault,) = run(write(path, features)).findings.faults
    assert fault.message == f"{SECOND} 与 {FIRST} 重叠 23,737 平方米（116.205250, 39.907500 附近）"
    assert fault.origin.number == 2
    features = unit_grids()
    gap(features)
    (fault,) = run(write(path, features)).findings.faults
    assert fault.message.startswith("柳荫里社区有 118,")
    assert fault.at == pytest.approx((WEST + SIDE / 4, SOUTH + SIDE * 1.5), abs=SIDE / 4)


def test_slivers_are_accepted(mini, path):
    features = unit_grids()
    features[0] = moved(features[0], lambda xy: np.where(xy == WEST, WEST + 1e-6, xy))  # 9 cm
    imported = run(write(path, features))
    assert kinds(imported) == []
    assert UnitGrid.objects.count() == 8


def test_a_ring_that_crosses_itself_by_a_hair_is_mended(mini, path):
    features = unit_grids()
    west, south, north = WEST, SOUTH + SIDE, SOUTH + 2 * SIDE
    # Down the western edge, its middle vertices in the wrong order, a centimetre off the edge.
    ring(features[0])[:] = [
        [west, south], [west + 1e-7, south + 0.0021], [west - 1e-7, south + 0.002], [west, north],
        [west + SIDE, north], [west + SIDE, south], [west, south],
    ]  # fmt: skip
    assert kinds(run(write(path, features))) == []


def test_a_layer_of_another_district_is_told_once(mini, path):
    features = [shifted(item, 1.0) for item in unit_grids()]
    assert kinds(run(write(path, features))) == [("outside_boundary", "")]


def test_unit_grids_need_communities(db, path):
    assert kinds(run(write(path, unit_grids()))) == [("missing_boundary", "")]


def test_new_streets_must_keep_the_communities_in_force(mini, path):
    """The border between the streets moves by one column: the communities would lie in two."""
    west, east = united(9)
    west = moved(west, lambda xy: np.where(xy == round(WEST + 2 * SIDE, 7), WEST + SIDE, xy))
    east = moved(east, lambda xy: np.where(xy == round(WEST + 2 * SIDE, 7), WEST + SIDE, xy))
    found = run(write(path, [west, east])).findings.faults
    assert [(f.kind, f.code) for f in found] == [
        ("outside_parent", "110107001001"),
        ("outside_parent", "110107001002"),
    ]
    assert "请一并导入该层" in found[0].message


def test_a_street_that_goes_leaves_no_community_behind(mini, path):
    whole = feature("110107001", shapely.box(WEST, SOUTH, WEST + 4 * SIDE, SOUTH + 2 * SIDE), NAME="甲河街道")
    assert kinds(run(write(path, [whole]), as_of=mini.streets[0].started_on.replace(year=2025))) == [
        ("unknown_parent", "110107002001"),
        ("unknown_parent", "110107002002"),
    ]
