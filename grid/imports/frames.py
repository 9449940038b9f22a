"""Coordinate systems of files: which one a file claims, and which one its numbers betray."""

import re
from enum import StrEnum
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from grid.coordinates import gcj02_to_wgs84

Points = NDArray[np.float64]

# A point this far outside still counts as inside: borders are drawn by different hands, the shift is 600 m.
FIT_MARGIN_DEGREES = 2e-4
# So many of a layer's points must lie outside for its coordinate system to be doubted at all,
_OUTSIDE_SHARE = 0.01
# and the other system must leave at most this part of them outside.
_CURED_SHARE = 0.25
_SAMPLE = 4000
# China in degrees, generously: longitude and latitude cannot be mistaken for each other.
_LATITUDES, _LONGITUDES = (3, 54), (73, 136)


class Frame(StrEnum):
    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"


def claimed_frame(crs: str) -> Frame | None:
    """What the crs member names: nothing is WGS-84, CGCS2000 differs by centimetres; None when it is none of ours."""
    name = crs.upper()
    if not name or "CRS84" in name or re.search(r"\b4326\b", name) or name in {"WGS84", "WGS-84", "WGS 84"}:
        return Frame.WGS84
    if re.search(r"\b(4490|4480|4479)\b", name) or name in {
        "CGCS2000",
        "CGCS-2000",
        "CHINA GEODETIC COORDINATE SYSTEM 2000",
    }:
        return Frame.CGCS2000
    return Frame.GCJ02 if "GCJ" in name else None


def to_wgs84(points: Points, frame: Frame) -> Points:
    """Neighbours share their vertices, so that each position is shifted once."""
    if frame is not Frame.GCJ02 or not len(points):
        return points
    places, back = np.unique(points, axis=0, return_inverse=True)
    shifted = [gcj02_to_wgs84(x, y) if np.isfinite(x + y) else (x, y) for x, y in places.tolist()]
    moved: Points = np.array(shifted)[back.reshape(-1)]
    return moved


def are_projected(points: Points) -> NDArray[np.bool_]:
    """Which of these are metres of a map, not degrees."""
    beyond: NDArray[np.bool_] = (np.abs(points[:, 0]) > 180) | (np.abs(points[:, 1]) > 180)
    return beyond


def are_swapped(points: Points) -> NDArray[np.bool_]:
    """Which of these have the latitude first."""
    x, y = points[:, 0], points[:, 1]
    (south, north), (west, east) = _LATITUDES, _LONGITUDES
    swapped: NDArray[np.bool_] = (x > south) & (x < north) & (y > west) & (y < east)
    return swapped


def fits_better(points: Points, *, now: Frame, other: Frame, boundary: Any) -> bool:
    """Whether the layer would lie in the district markedly better if its numbers were of the other system."""
    sample = points[:: len(points) // _SAMPLE + 1]
    around = shapely.buffer(boundary, FIT_MARGIN_DEGREES)
    shapely.prepare(around)
    outside = _share_outside(to_wgs84(sample, now), around)
    if outside < _OUTSIDE_SHARE:
        return False
    return _share_outside(to_wgs84(sample, other), around) <= outside * _CURED_SHARE


def _share_outside(points: Points, around: Any) -> float:
    if not len(points):
        return 0.0
    return 1.0 - float(shapely.contains_xy(around, points[:, 0], points[:, 1]).mean())
