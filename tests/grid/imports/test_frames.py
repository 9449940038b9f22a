"""A wrong coordinate system is recognised by what its numbers do."""

import numpy as np
import pytest

from grid.coordinates import gcj02_to_wgs84
from grid.imports.frames import Frame
from grid.imports.layers import Layer
from grid.models import UnitGrid
from tests.grid.imports.make import component, kinds, moved, run, unit_grids, write
from tests.grid.make import SIDE, SOUTH, WEST
from tests.grid.measures import wgs84_to_gcj02


def to_gcj02(item):
    return moved(item, lambda xy: np.array([wgs84_to_gcj02(x, y) for x, y in xy]))


def test_gcj02_is_recognised_by_its_offset(mini, path):
    (fault,) = run(write(path, [to_gcj02(item) for item in unit_grids()])).findings.faults
    assert fault.kind == "gcj02_suspected"
    assert "疑似 GCJ-02，请加 --crs gcj02" in fault.message


def test_gcj02_is_taken_when_it_is_said(mini, path):
    imported = run(write(path, [to_gcj02(item) for item in unit_grids()]), frame=Frame.GCJ02)
    assert kinds(imported) == []
    assert imported.counts[Layer.UNIT_GRIDS].unchanged == 8


def test_wgs84_that_is_called_gcj02_is_recognised_too(mini, path):
    assert kinds(run(write(path, unit_grids()), frame=Frame.GCJ02)) == [("not_gcj02", "")]


def test_components_in_gcj02_are_recognised(mini, path):
    places = [(WEST + SIDE * 4 * i / 21, SOUTH + SIDE * 2 * j / 11) for i in range(1, 21) for j in range(1, 11)]
    features = [component(n, *wgs84_to_gcj02(*place)) for n, place in enumerate(places, start=1)]
    assert kinds(run(write(path, features))) == [("gcj02_suspected", "")]
    imported = run(write(path, features), frame=Frame.GCJ02)
    assert imported.counts[Layer.COMPONENTS].added == 200


def test_a_file_with_the_latitude_first_is_told_once(mini, path):
    features = [moved(item, lambda xy: xy[:, ::-1]) for item in unit_grids()]
    assert kinds(run(write(path, features))) == [("swapped_coordinates", "")]


def test_a_file_in_metres_is_told_once_and_its_gap(mini, path):
    features = [moved(item, lambda xy: xy * 10000) for item in unit_grids()]
    assert ("projected_coordinates", "") in kinds(run(write(path, features)))


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4490", "EPSG:4326"])
def test_the_crs_member_may_name_what_we_know(mini, path, name):
    crs = {"type": "name", "properties": {"name": name}}
    assert kinds(run(write(path, unit_grids(), crs=crs))) == []


def test_another_crs_is_told_unless_the_caller_knows_better(mini, path):
    crs = {"type": "name", "properties": {"name": "EPSG:4214"}}
    assert kinds(run(write(path, unit_grids(), crs=crs))) == [("unknown_crs", "")]
    assert kinds(run(path, frame=Frame.CGCS2000)) == []


def test_the_shift_back_and_forth_leaves_the_shape_alone(mini, path):
    there = [to_gcj02(item) for item in unit_grids()]
    back = [moved(item, lambda xy: np.array([gcj02_to_wgs84(x, y) for x, y in xy])) for item in there]
    run(write(path, back))
    assert UnitGrid.objects.count() == 8
