"""The district's own subdivision, written as files, goes in whole; faults planted among its 2,052 grids are found."""

import json
import random

import numpy as np
import pytest
import shapely
from django.core.management import call_command

from grid.imports.layers import Layer
from grid.models import UnitGrid
from grid.source import Source
from tests.grid.imports.make import feature, kinds, moved, run, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(cut, monkeypatch):
    monkeypatch.setattr(Source, "subdivision", lambda self: cut)
    call_command("load_district", verbosity=0)


def layer(shapes, decimals=7):
    rounded = {code: shapely.transform(shape, lambda xy: np.round(xy, decimals)) for code, shape in shapes.items()}
    return [feature(code, shape) for code, shape in rounded.items()]


@pytest.mark.parametrize("decimals", [7, 6])
def test_its_own_layers_are_clean_even_with_six_decimals(district, cut, tmp_path, decimals):
    files = [
        write(tmp_path / f"{name}.geojson", layer(shapes, decimals))
        for name, shapes in {"s": cut.streets, "c": cut.communities, "g": cut.unit_grids}.items()
    ]
    imported = run(*files)
    assert kinds(imported) == []
    assert [imported.counts[layer].unchanged for layer in (Layer.STREETS, Layer.COMMUNITIES, Layer.UNIT_GRIDS)] == [
        9, 153, 2052
    ]  # fmt: skip


def test_faults_planted_among_them_are_each_found(district, cut, tmp_path):
    features = layer(cut.unit_grids)
    chance = random.Random(3)
    dropped, crossed, grown, doubled, strange, away = chance.sample(range(0, 2052, 40), 6)
    expected = [("gap", ""), ("duplicate_code", features[doubled]["properties"]["CODE"])]
    crossing = features[crossed]["geometry"]["coordinates"][0]
    middle = len(crossing) // 2
    crossing[1], crossing[middle] = crossing[middle], crossing[1]
    expected.append(("self_crossing", features[crossed]["properties"]["CODE"]))
    features[strange]["properties"]["CODE"] = "110107099" + features[strange]["properties"]["CODE"][9:]
    expected.append(("unknown_parent", features[strange]["properties"]["CODE"]))
    far = moved(features[away], lambda xy: xy + np.array([0.5, 0.0]))
    far["properties"] = {"CODE": features[away]["properties"]["CODE"][:12] + "999"}
    expected.append(("outside_boundary", far["properties"]["CODE"]))
    features += [json.loads(json.dumps(features[doubled])), far]
    box = shapely.geometry.shape(features[grown]["geometry"]).representative_point().buffer(1e-4)
    features.append(feature(features[grown]["properties"]["CODE"][:12] + "998", box))
    expected.append(("overlap", features[-1]["properties"]["CODE"]))
    del features[dropped]
    assert kinds(run(write(tmp_path / "g.geojson", features))) == sorted(expected)
    assert UnitGrid.objects.count() == 2052
