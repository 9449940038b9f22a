"""Components: points with identifiers, corrected in place, closed when a complete file no longer has them."""

from datetime import timedelta

import pytest

from foundation.tables import write_csv
from grid.imports.layers import Layer
from grid.models import Component
from tests.grid.imports.make import AS_OF, component, kinds, run, unit_grids, write
from tests.grid.make import SIDE, SOUTH, WEST

EAST_OF_WEST = WEST + SIDE / 2
NORTH = SOUTH + SIDE * 1.5


def three():
    return [
        component(n, EAST_OF_WEST + n * SIDE, NORTH, OBJSTATE="完好", DEPTNAME2="自来水集团", DEPTNAME3="养护一队")
        for n in range(3)
    ]


def test_components_go_in_with_the_unit_grid_they_lie_in(mini, path):
    assert run(write(path, three())).counts[Layer.COMPONENTS].added == 3
    first = Component.objects.order_by("code").first()
    assert (first.code, first.class_code, first.name, first.state) == ("1101070101000000", "0101", "上水井盖", "完好")
    assert (first.owner_unit, first.maintainer_unit) == ("自来水集团", "养护一队")
    assert first.unit_grid_code == "110107001001001"


def test_a_second_time_changes_nothing_and_a_new_state_is_written_on_the_row(mini, path):
    features = three()
    run(write(path, features))
    assert run(path).counts[Layer.COMPONENTS].unchanged == 3
    features[1]["properties"]["OBJSTATE"] = "破损"
    later = AS_OF + timedelta(days=3)
    assert run(write(path, features), as_of=later).counts[Layer.COMPONENTS].changed == 1
    second = Component.objects.get(code="1101070101000001")
    assert (second.state, second.started_on, second.changed_on) == ("破损", AS_OF, later)


def test_only_a_complete_file_closes_what_it_does_not_hold(mini, path):
    run(write(path, three()))
    write(path, three()[:2])
    later = AS_OF + timedelta(days=3)
    assert run(path, as_of=later).counts[Layer.COMPONENTS].ended == 0
    assert run(path, as_of=later, is_complete=True).counts[Layer.COMPONENTS].ended == 1
    assert Component.objects.get(ended_on=later).code == "1101070101000002"
    assert run(write(path, three()), as_of=later).counts[Layer.COMPONENTS].changed == 1
    assert Component.objects.in_force().count() == 3


def test_a_complete_file_may_correct_another_of_the_same_day(mini, path):
    run(write(path, three()))
    assert run(write(path, three()[:2]), is_complete=True).counts[Layer.COMPONENTS].ended == 1
    assert run(write(path, three()), is_complete=True).counts[Layer.COMPONENTS].changed == 1
    assert Component.objects.in_force().count() == 3


def change(features, number, **properties):
    features[number]["properties"] |= properties


@pytest.mark.parametrize(
    ("plant", "fault"),
    [
        (lambda f: change(f, 0, CODE="110107010100000"), ("bad_code", "110107010100000")),
        (lambda f: change(f, 0, CODE="1.10107E+15"), ("bad_code", "1.10107E+15")),
        (lambda f: change(f, 0, CODE="1101080101000000"), ("unknown_parent", "1101080101000000")),
        (lambda f: change(f, 0, SmallClass="0202"), ("class_mismatch", "1101070101000000")),
        (lambda f: f.append(f[0]), ("duplicate_code", "1101070101000000")),
        (lambda f: f.append(component(9, EAST_OF_WEST, NORTH)), ("duplicate_shape", "1101070101000009")),
        (lambda f: f.append(component(9, 117.0, NORTH)), ("outside_boundary", "1101070101000009")),
        (lambda f: f.append(component(9, NORTH, EAST_OF_WEST + 0.0001)), ("swapped_coordinates", "1101070101000009")),
        (lambda f: f.append(component(9, 12933331.0, 4851412.0)), ("projected_coordinates", "1101070101000009")),
        (lambda f: f.append(component(9, float("inf"), NORTH)), ("bad_coordinates", "1101070101000009")),
        (lambda f: f[0].update(geometry=None), ("missing_geometry", "1101070101000000")),
    ],
)
def test_a_planted_fault_is_found(mini, path, plant, fault):
    features = three()
    plant(features)
    assert kinds(run(write(path, features))) == [fault]
    assert Component.objects.count() == 0


def test_numbers_that_are_none_are_told(mini, path):
    text = write(path, three()).read_text()
    path.write_text(text.replace(str(three()[0]["geometry"]["coordinates"][0]), "1e999", 1))
    assert kinds(run(path)) == [("not_finite", "1101070101000000")]


def test_a_table_with_coordinates_is_taken(mini, tmp_path):
    path = tmp_path / "components.csv"
    write_csv(
        path,
        ["部件标识码", "部件名称", "状态", "经度", "纬度"],
        [["1101070101000001", "路灯", "完好", EAST_OF_WEST, NORTH], ["1101070101000002", "路灯", "完好", "", ""]],
    )
    assert kinds(run(path)) == [("missing_geometry", "1101070101000002")]


def test_components_follow_redrawn_unit_grids(mini, path, tmp_path):
    run(write(tmp_path / "c.geojson", three()))
    features = unit_grids()
    features[0]["properties"]["CODE"] = "110107001001007"
    run(write(path, features))
    assert Component.objects.order_by("code").first().unit_grid_code == "110107001001007"
