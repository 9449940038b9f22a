import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from grid.coordinates import area_m2, gcj02_to_wgs84
from tests.grid.measures import distance_m, wgs84_to_gcj02

LON, LAT = st.floats(75, 135), st.floats(3, 53)


@given(LON, LAT)
def test_there_and_back_is_the_same_position(lon, lat):
    back = gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat))
    assert back == pytest.approx((lon, lat), abs=1e-9)


@given(LON, LAT)
def test_the_shift_is_some_hundred_metres_everywhere_in_the_country(lon, lat):
    assert distance_m((lon, lat), wgs84_to_gcj02(lon, lat)) < 1200


def test_a_published_pair_of_positions():
    # The usual worked example of public converters: 天安门.
    assert wgs84_to_gcj02(116.3912757, 39.906217) == pytest.approx((116.397519, 39.907618), abs=2e-5)


def test_abroad_both_systems_agree():
    assert gcj02_to_wgs84(2.35, 48.85) == (2.35, 48.85)


def test_area_of_a_small_square_on_the_ellipsoid():
    phi = math.radians(39.905)
    w = 1 - 0.00669437999014132 * math.sin(phi) ** 2
    expected = (math.radians(0.01) * 6378137 * (1 - 0.00669437999014132) / w**1.5) * (
        math.radians(0.01) * 6378137 / math.sqrt(w) * math.cos(phi)
    )
    assert area_m2(shapely.box(116.2, 39.9, 116.21, 39.91)) == pytest.approx(expected, rel=1e-6)


def test_a_hole_is_not_counted_and_parts_are():
    whole, hole = shapely.box(116.0, 39.0, 116.1, 39.1), shapely.box(116.02, 39.02, 116.03, 39.03)
    assert area_m2(whole.difference(hole)) == pytest.approx(area_m2(whole) - area_m2(hole))
    apart = shapely.union_all([hole, shapely.box(116.5, 39.0, 116.6, 39.1)])
    assert area_m2(apart) == pytest.approx(area_m2(hole) + area_m2(shapely.box(116.5, 39.0, 116.6, 39.1)))
