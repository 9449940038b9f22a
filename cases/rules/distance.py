"""How far two points lie apart."""

from math import asin, cos, radians, sin, sqrt

_EARTH_METRES = 6_371_008.8


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Along the great circle of a round earth: within half a per cent of the true one."""
    half_lat, half_lon = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    a = sin(half_lat) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(half_lon) ** 2
    return 2 * _EARTH_METRES * asin(min(1.0, sqrt(a)))
