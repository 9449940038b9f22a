"""What a file may be like, and what is said when it is not."""

import json
import tracemalloc

import pytest

from grid.imports.geojson import BadGeoJson, GeoJsonReader
from grid.imports.layers import Layer
from grid.models import UnitGrid
from tests.grid.imports.make import kinds, moved, run, unit_grids, united, write


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty_file"),
        (b"  \n", "empty_file"),
        (b'{"type":"FeatureCollection","features":[]}', "empty_collection"),
        (b'{"type":"FeatureCollection","features":[{"type":"Feature","prop', "truncated_json"),
        (b'{"type":"FeatureCollection","features":[', "truncated_json"),
        (b'{"type":"FeatureCollection","features":[{"type" "Feature"}]}', "malformed_json"),
        (b'{"type":"FeatureCollection","features":[]} {}', "malformed_json"),
        (b"[1,2]", "malformed_json"),
        (b"CODE,NAME", "malformed_json"),
        (b'{"type":"Topology","objects":{}}', "not_geojson"),
        ('{"type":"FeatureCollection","name":"网格","features":[]}'.encode("gb18030"), "wrong_encoding"),
        ('{"type":"FeatureCollection","features":[]}'.encode("utf-16"), "wrong_encoding"),
        (b'{"type":"FeatureCollection","features":[' + b"[" * 100_000, "malformed_json"),
        (b'{"type":"FeatureCollection","features":[7]}', "bad_feature"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(mini, path, content, kind):
    path.write_bytes(content)
    (fault,) = run(path).findings.faults
    assert fault.kind == kind
    assert path.name in fault.message


def test_a_file_cut_off_names_the_last_whole_feature(mini, path):
    text = write(path, unit_grids()).read_text()
    path.write_text(text[: text.index("110107002001001")])
    found = run(path).findings.faults
    assert found[0].kind == "truncated_json"
    assert "读到第 4 个要素之后中断" in found[0].message


def test_a_missing_file_and_a_shapefile_are_told(mini, tmp_path):
    shapefile = tmp_path / "grids.shp"
    shapefile.write_bytes(b"\x00\x00\x27\x0a")
    assert kinds(run(tmp_path / "none.geojson", shapefile)) == [("missing_file", ""), ("unknown_format", "")]


def test_a_layer_that_nobody_can_tell_asks_for_the_option(mini, path):
    features = unit_grids()
    for item in features:
        item["properties"] = {"foo": 1}
    (fault,) = run(write(path, features)).findings.faults
    assert fault.kind == "unknown_layer"
    assert "--layer" in fault.message


def test_a_missing_property_names_those_that_are_there(mini, path):
    features = unit_grids()
    for item in features:
        item["properties"] = {"foo": 1}
    (fault,) = run(write(path, features), layer=Layer.UNIT_GRIDS).findings.faults
    assert fault.message == "grids.geojson 缺少“代码”属性（文件中的属性有：foo）"


def test_an_unknown_property_holds_nothing_up(mini, path):
    features = unit_grids()
    features[0]["properties"]["Shape_Area"] = 1
    imported = run(write(path, features))
    assert [notice.kind for notice in imported.findings.notices if notice.kind == "unknown_property"]
    assert imported.is_written


@pytest.mark.parametrize("name", ["WGDM", "gridcode", "网格编码", "BGID", "CELL_ID", "标识码"])
def test_a_code_goes_by_many_names(mini, path, name):
    features = unit_grids()
    for item in features:
        item["properties"] = {name: item["properties"]["CODE"]}
    assert kinds(run(write(path, features))) == []


def test_the_features_own_ids_may_be_the_codes(mini, path):
    features = [item | {"id": int(item["properties"]["CODE"]), "properties": None} for item in unit_grids()]
    imported = run(write(path, features))
    assert kinds(imported) == []
    assert imported.counts[Layer.UNIT_GRIDS].unchanged == 8


def test_unit_grids_of_14_digits_get_a_zero(mini, path):
    features = unit_grids()
    for item in features:
        code = item["properties"]["CODE"]
        item["properties"]["CODE"] = float(code[:12] + code[13:])
    imported = run(write(path, features))
    assert imported.counts[Layer.UNIT_GRIDS].unchanged == 8
    assert not UnitGrid.objects.exclude(code__regex="^[0-9]{15}$").exists()


def test_streets_of_12_digits_lose_their_zeros(mini, path):
    features = united(9)
    for item in features:
        item["properties"]["CODE"] += "000"
    assert run(write(path, features)).counts[Layer.STREETS].unchanged == 2


def test_three_dimensions_and_multipolygons_are_taken(mini, path):
    features = unit_grids()
    for item in features:
        rings = [[[*position, 45.5] for position in ring] for ring in item["geometry"]["coordinates"]]
        item["geometry"] = {"type": "MultiPolygon", "coordinates": [rings]}
    assert run(write(path, features)).counts[Layer.UNIT_GRIDS].unchanged == 8


def test_a_bare_feature_is_a_file_of_one(tmp_path):
    path = tmp_path / "one.geojson"
    path.write_text(json.dumps(unit_grids()[0]))
    assert len(list(GeoJsonReader(path))) == 1


def test_members_may_stand_before_and_after_the_features(tmp_path):
    path = tmp_path / "one.geojson"
    path.write_text('{"a": 12, "features": [{"x": 1}, {"x": 2}], "crs": {"b": [1]}, "n": 123456}')
    reader = GeoJsonReader(path)
    assert [item["x"] for item in reader] == [1, 2]
    assert reader.members == {"a": 12, "crs": {"b": [1]}, "n": 123456}


def test_memory_does_not_grow_with_the_file(tmp_path):
    path = tmp_path / "long.geojson"
    write(path, [{"type": "Feature", "properties": {"text": "长" * 500}, "geometry": None}] * 20_000)
    assert path.stat().st_size > 30_000_000
    tracemalloc.start()
    assert sum(1 for _ in GeoJsonReader(path)) == 20_000
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_collection_cut_anywhere_is_never_read_in_silence(tmp_path, cut):
    path = tmp_path / "cut.geojson"
    text = write(path, [moved(unit_grids()[0], lambda xy: xy)]).read_text()
    path.write_text(text[:-cut])
    with pytest.raises(BadGeoJson, match="truncated_json"):
        list(GeoJsonReader(path))
