"""Duty grids: unit grids given to inspectors, each to one."""

from datetime import timedelta

import pytest

from foundation.tables import write_csv
from grid.imports.layers import Layer
from grid.models import DutyGrid
from tests.grid.imports.make import AS_OF, duty_grid, kinds, run, write
from tests.grid.make import squares

CODES = list(squares())


def two():
    return [duty_grid("D1", *CODES[:4], JDY="user:7"), duty_grid("D2", *CODES[4:])]


def held(code):
    grids = DutyGrid.objects.in_force().get(code=code).unit_grids
    return sorted(grids.values_list("code", flat=True))


def test_duty_grids_go_in_and_a_second_time_changes_nothing(mini, path):
    imported = run(write(path, two()))
    assert (kinds(imported), imported.counts[Layer.DUTY_GRIDS].added) == ([], 2)
    assert held("D1") == CODES[:4]
    assert run(path).counts[Layer.DUTY_GRIDS].unchanged == 2


def test_another_division_begins_anew_and_keeps_inspectors_a_file_does_not_name(mini, path):
    run(write(path, two()))
    later = AS_OF + timedelta(days=30)
    features = [duty_grid("D1", *CODES[:5]), duty_grid("D2", *CODES[5:])]
    assert run(write(path, features), as_of=later).counts[Layer.DUTY_GRIDS].replaced == 2
    assert DutyGrid.objects.filter(ended_on=later).count() == 2
    assert held("D1") == CODES[:5]
    assert DutyGrid.objects.in_force().get(code="D1").inspector == "user:7"


def test_a_wrong_division_is_replaced_on_the_same_day(mini, path):
    run(write(path, two()))
    assert run(write(path, [duty_grid("D1", *CODES)])).is_written
    assert (held("D1"), DutyGrid.objects.in_force().count()) == (CODES, 1)


def test_another_inspector_or_name_is_written_on_the_row(mini, path):
    run(write(path, two()))
    features = two()
    features[0]["properties"]["JDY"] = "user:8"
    assert run(write(path, features)).counts[Layer.DUTY_GRIDS].changed == 1
    assert DutyGrid.objects.get(code="D1").inspector == "user:8"


@pytest.mark.parametrize(
    ("features", "fault"),
    [
        ([duty_grid("D1", CODES[0]), duty_grid("D2", CODES[0])], ("unit_grid_in_two", "D2")),
        ([duty_grid("D1", "110107001001099")], ("unknown_unit_grid", "D1")),
        ([duty_grid("D1")], ("empty_duty_grid", "D1")),
        ([duty_grid("", CODES[0])], ("bad_code", "")),
        ([duty_grid("D1", CODES[0], NAME="")], ("missing_name", "D1")),
        ([duty_grid("D1", CODES[0]), duty_grid("D1", CODES[1], NAME="又一个")], ("duplicate_code", "D1")),
    ],
)
def test_a_planted_fault_is_found(mini, path, features, fault):
    imported = run(write(path, features))
    assert kinds(imported) == [fault]
    assert DutyGrid.objects.count() == 0


def test_a_table_may_list_the_unit_grids_in_a_cell_or_row_by_row(mini, tmp_path):
    path = tmp_path / "duty.csv"
    header = ["责任网格编码", "责任网格名称", "单元网格"]
    short = CODES[2][:12] + CODES[2][13:]
    write_csv(path, header, [["D1", "一", "、".join(CODES[:2])], ["D1", "一", short], ["D2", "二", CODES[4]]])
    imported = run(path)
    assert (kinds(imported), held("D1")) == ([], CODES[:3])
    (notice,) = imported.findings.notices
    assert "有 4 个单元网格没有划入任何责任网格" in notice.message
