"""The command: sentences for people, JSON for machines, a workbook for both."""

import json
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from grid.models import UnitGrid
from tests.grid.imports.make import feature, unit_grids, write
from tests.grid.make import square


def command(*arguments):
    """Exit status and output."""
    out = StringIO()
    try:
        call_command("import_grid", *map(str, arguments), stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


def faulty():
    return [*unit_grids(), feature("110107001001009", square(0, 1), NAME="=重影")]


def test_a_clean_file_is_counted(mini, path):
    features = unit_grids()
    features[0]["properties"]["CODE"] = "110107001001007"
    status, said = command(write(path, features))
    assert status == 0
    assert "单元网格：读入 8，新增 1，更替 0，修改 0，终止 1，不变 7" in said
    assert said.endswith("已导入\n")


def test_a_faulty_file_is_told_and_refused(mini, path):
    status, said = command(write(path, faulty()))
    assert status == 1
    assert "[问题] 单元网格 duplicate_shape：110107001001009 与 110107001001001 的图形相同" in said
    assert "有 1 个问题，没有写入任何数据" in said


def test_json_for_machines_and_a_report_for_people(mini, path, tmp_path):
    report = tmp_path / "report.xlsx"
    status, said = command(write(path, faulty()), "--json", "--report", report, "--layer", "unit-grids")
    outcome = json.loads(said)
    assert (status, outcome["written"], outcome["by_kind"]) == (1, False, {"duplicate_shape": 1})
    assert outcome["layers"]["unit-grids"]["read"] == 9
    assert outcome["entries"][0]["number"] == 9
    rows = list(openpyxl.load_workbook(report).active.values)
    assert rows[0][:5] == ("图层", "代码", "文件", "序号", "类别")
    assert rows[1][:6] == ("单元网格", "110107001001009", "grids.geojson", 9, "duplicate_shape", "问题")


def test_a_dry_run_checks_and_writes_nothing(mini, path):
    features = unit_grids()
    features[0]["properties"]["CODE"] = "110107001001007"
    status, said = command(write(path, features), "--dry-run")
    assert (status, said.endswith("检查通过，未写入（--dry-run）\n")) == (0, True)
    assert UnitGrid.objects.count() == 8


def test_a_day_to_come_is_refused(mini, path):
    with pytest.raises(CommandError, match="日期不能晚于今天"):
        command(write(path, unit_grids()), "--as-of", "2999-01-01")


def test_a_report_that_cannot_be_written_is_told_before_anything_is(mini, path, tmp_path):
    with pytest.raises(CommandError, match="找不到文件或文件夹"):
        command(write(path, unit_grids()), "--report", tmp_path / "no" / "report.xlsx")
