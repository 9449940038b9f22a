"""When somebody came: what is believed at once, and how far away it was."""

from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

_EARTH_METRES = 6_371_000


def accepted_at(claimed_at: datetime, *, received_at: datetime, notified_at: datetime, minutes: int) -> datetime | None:
    """The claimed time, when it lies at most so many minutes before its receipt and not before the notification;
    None when the street has to confirm it."""
    earliest = max(received_at - timedelta(minutes=minutes), notified_at)
    return claimed_at if earliest <= claimed_at <= received_at else None


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> int:
    """Along the surface, between two points in degrees of WGS-84."""
    north, other_north = radians(lat), radians(other_lat)
    half = sin((other_north - north) / 2) ** 2
    half += cos(north) * cos(other_north) * sin(radians(other_lon - lon) / 2) ** 2
    return round(2 * _EARTH_METRES * asin(min(1.0, sqrt(half))))
