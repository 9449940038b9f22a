"""Coordinate systems and measures on the ground; plain numbers in degrees, `lon` before `lat`.

Chinese maps publish GCJ-02, a WGS-84 shifted by a fixed, smooth function (some 600 m in Beijing); everything
stored here is WGS-84. The forward shift has a formula, the way back is found by iteration.
"""

import math
from itertools import pairwise

from shapely import LinearRing
from shapely.geometry.base import BaseGeometry

# Krasovsky 1940, which the GCJ-02 shift is written in.
_KRASOVSKY_A = 6378245.0
_KRASOVSKY_EE = 0.00669342162296594323
# WGS-84.
_A = 6378137.0
_E2 = 0.00669437999014132
_E = math.sqrt(_E2)
_INVERSE_ROUNDS = 30
_INVERSE_ENOUGH = 1e-11  # degrees


def _is_shifted(lon: float, lat: float) -> bool:
    """GCJ-02 differs from WGS-84 only inside this box, by its own definition."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def _waves(x: float, *terms: tuple[float, float]) -> float:
    return sum(amplitude * math.sin(frequency * math.pi * x) for amplitude, frequency in terms) * 2 / 3


def shift(lon: float, lat: float) -> tuple[float, float]:
    """How far GCJ-02 lies from WGS-84 at this WGS-84 position, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    common = _waves(x, (20.0, 6.0), (20.0, 2.0))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + common
    north += _waves(y, (20.0, 1.0), (40.0, 1 / 3)) + _waves(y, (160.0, 1 / 12), (320.0, 1 / 30))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + common
    east += _waves(x, (20.0, 1.0), (40.0, 1 / 3)) + _waves(x, (150.0, 1 / 12), (300.0, 1 / 30))
    phi = math.radians(lat)
    w = 1 - _KRASOVSKY_EE * math.sin(phi) ** 2
    meridian = _KRASOVSKY_A * (1 - _KRASOVSKY_EE) / (w * math.sqrt(w))
    parallel = _KRASOVSKY_A / math.sqrt(w) * math.cos(phi)
    return math.degrees(east / parallel), math.degrees(north / meridian)


def gcj02_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """The WGS-84 position whose shift gives this one, by fixed-point iteration; off by less than 1e-9 degrees."""
    if not _is_shifted(lon, lat):
        return lon, lat
    x, y = lon, lat
    for _ in range(_INVERSE_ROUNDS):
        east, north = shift(x, y)
        step = max(abs(lon - east - x), abs(lat - north - y))
        x, y = lon - east, lat - north
        if step < _INVERSE_ENOUGH:
            break
    return x, y


def _equal_area(lon: float, lat: float) -> tuple[float, float]:
    """Cylindrical equal-area projection of the WGS-84 ellipsoid, in metres."""
    s = math.sin(math.radians(lat))
    q = (1 - _E2) * (s / (1 - _E2 * s * s) + math.atanh(_E * s) / _E)
    return math.radians(lon) * _A, q * _A / 2


def _ring_m2(ring: LinearRing) -> float:
    points = [_equal_area(lon, lat) for lon, lat in ring.coords]
    x0, y0 = points[0]
    flat = [(x - x0, y - y0) for x, y in points]
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(flat))) / 2


def area_m2(shape: BaseGeometry) -> float:
    """Square metres of a shapely Polygon or MultiPolygon in WGS-84 degrees.

    The projection keeps areas, so the parts of a whole add up to it; edges are taken as straight between their
    ends, which for edges of a few kilometres errs by less than one part in 100,000.
    """
    parts = getattr(shape, "geoms", [shape])
    return float(sum(_ring_m2(p.exterior) - sum(_ring_m2(hole) for hole in p.interiors) for p in parts))
