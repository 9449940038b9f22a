"""Whatever stands in a file, the import answers with sentences, never with a traceback."""

import copy

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grid.imports.layers import Layer
from grid.models import UnitGrid
from tests.grid.imports.make import component, duty_grid, run, unit_grids, write
from tests.grid.make import SIDE, SOUTH, WEST

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("110107001001001"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PLACES = ("type", "properties", "geometry", "coordinates", "ring", "position", "CODE", "NAME", "UNIT_GRIDS", "whole")


def spoil(features, at, value):
    item = features[0] = copy.deepcopy(features[0])
    if at == "whole":
        features[0] = value
    elif at in ("CODE", "NAME", "UNIT_GRIDS"):
        item["properties"][at] = value
    elif at in ("type", "properties", "geometry"):
        item[at] = value
    elif item["geometry"] is None:
        item["geometry"] = value
    elif at == "coordinates" or item["geometry"]["type"] == "Point":
        item["geometry"]["coordinates"] = value
    elif at == "ring":
        item["geometry"]["coordinates"][0] = value
    else:
        item["geometry"]["coordinates"][0][1] = value
    return features


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.sampled_from(PLACES), value=JSON, layer=st.sampled_from([*Layer, None]), kind=st.integers(0, 2))
def test_no_value_breaks_the_import(mini, path, at, value, layer, kind):  # noqa: PLR0917 - hypothesis hands them in
    features = [
        unit_grids(),
        [component(n, WEST + SIDE / 2, SOUTH + n / 1000) for n in range(2)],
        [duty_grid("D1", "110107001001001")],
    ][kind]
    imported = run(write(path, spoil(features, at, value)), layer=layer, is_dry_run=True)
    assert all(fault.message for fault in imported.findings.entries)
    assert UnitGrid.objects.count() == 8


def test_a_file_of_nothing_but_rubbish_is_told(mini, path):
    features = [item | {"geometry": {"type": "Polygon", "coordinates": [[]]}} for item in unit_grids()]
    kinds = run(write(path, features)).findings.by_kind
    assert kinds == {"gap": 1, "too_few_points": 8}
