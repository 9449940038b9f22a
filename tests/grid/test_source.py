"""The project's own tables against the public list they were made from."""

import csv
from pathlib import Path

import pytest

from grid.coordinates import gcj02_to_wgs84
from grid.source import read_places, read_source
from tests.grid.measures import distance_m

PUBLIC = Path(__file__).parents[3] / "shared" / "data"
needs_public_data = pytest.mark.skipif(not PUBLIC.is_dir(), reason="the folder shared/data is not beside the project")


def rows(name):
    with (PUBLIC / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@needs_public_data
def test_divisions_are_the_official_ones():
    assert read_source().names == {row["code"]: row["name"] for row in rows("shijingshan_divisions.csv")}


@needs_public_data
def test_every_place_stands_where_the_list_has_it():
    seen = [
        gcj02_to_wgs84(float(row["lng_gcj02"]), float(row["lat_gcj02"]))
        for row in rows("shijingshan_intersections_gcj02.csv")
    ]
    for place in read_places():
        if place.lon is not None:
            assert min(distance_m((place.lon, place.lat), position) for position in seen) < 150, place.name


def test_names_carry_no_directions_or_metres():
    assert not [place.name for place in read_places() if any(c.isdigit() or c in "（）()/ " for c in place.name)]


def test_places_are_named_once_save_the_known_points_of_a_road():
    named = [(place.name, place.kind) for place in read_places() if place.kind != "road"]
    assert len(named) == len(set(named))
