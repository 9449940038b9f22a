"""Code tables give names; with a layer they must hold the same codes."""

import pytest

from foundation.tables import write_report
from grid.imports.layers import Layer
from grid.models import Community, UnitGrid
from tests.grid.imports.make import kinds, run, unit_grids, united, write
from tests.grid.make import NAMES

HEADER = ["社区代码", "社区名称"]
NEW = {code: f"新{name}" for code, name in NAMES.items() if len(code) == 12}


def table(path, rows, encoding="utf-8"):
    path.write_bytes("\n".join(",".join(row) for row in [HEADER, *rows]).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_renames_what_is_in_force(mini, tmp_path, encoding):
    imported = run(table(tmp_path / "names.csv", NEW.items(), encoding))
    assert (kinds(imported), imported.counts[Layer.COMMUNITIES].changed) == ([], 4)
    assert dict(Community.objects.values_list("code", "name")) == NEW


def test_an_xlsx_renames_what_is_in_force(mini, tmp_path):
    path = tmp_path / "names.xlsx"
    write_report(path, HEADER, NEW.items())
    assert run(path).counts[Layer.COMMUNITIES].changed == 4
    assert run(path).counts[Layer.COMMUNITIES].unchanged == 4


def test_a_table_names_the_shapes_that_come_with_it(mini, tmp_path, path):
    shapes = united(12)
    for item in shapes:
        item["properties"] = {"SQDM": item["properties"]["CODE"]}
    run(write(path, shapes), table(tmp_path / "names.csv", NEW.items()))
    assert dict(Community.objects.in_force().values_list("code", "name")) == NEW


def test_a_table_and_a_layer_must_hold_the_same_codes(mini, tmp_path, path):
    rows = [*list(NEW.items())[:3], ("110107002009", "某社区")]
    names = table(tmp_path / "names.csv", rows)
    assert kinds(run(write(path, united(12)), names)) == [
        ("missing_shape", "110107002009"),
        ("not_in_table", "110107002002"),
    ]
    assert kinds(run(names)) == [("missing_shape", "110107002009")]


def test_codes_come_once_and_with_a_name(mini, tmp_path):
    rows = [("110107001001", "甲"), ("110107001001", "乙"), ("110107001002", ""), ("1.10107E+11", "丙")]
    found = run(table(tmp_path / "names.csv", rows)).findings.faults
    assert [(f.kind, f.origin.number) for f in found] == [("bad_code", 5), ("duplicate_code", 3), ("missing_name", 4)]
    assert "科学记数" in found[0].message


def test_a_table_that_is_none_is_told(mini, tmp_path):
    path = tmp_path / "names.xlsx"
    path.write_bytes(b"PK\x03\x04 not really")
    assert kinds(run(path)) == [("bad_table", "")]


def test_a_unit_grid_without_a_name_is_called_after_its_community(mini, path):
    features = unit_grids()
    features[0]["properties"] = {"CODE": "110107001001007"}
    run(write(path, features))
    assert UnitGrid.objects.get(code="110107001001007").name == "柳荫里社区007网格"
