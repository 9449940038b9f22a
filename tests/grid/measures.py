"""What only tests measure with: the shift as maps apply it, and metres on the ground."""

import math

from grid.coordinates import shift

_MEAN_RADIUS_M = 6371008.8


def wgs84_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """Where a Chinese map shows a position inside the country."""
    east, north = shift(lon, lat)
    return lon + east, lat + north


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres on a sphere of the mean radius: within 0.5 % of the ellipsoid."""
    (lon_a, lat_a), (lon_b, lat_b) = a, b
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half = math.sin((phi_b - phi_a) / 2) ** 2
    half += math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * _MEAN_RADIUS_M * math.asin(math.sqrt(half))
