"""GeoJSON geometry to arrays of numbers, and to sound polygons; a third coordinate is left away."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from grid.imports.drafts import Rings

# Beyond any projection's metres: what is larger is no coordinate at all.
LARGEST = 1e8
# Square degrees, some ten square centimetres: what rounding leaves of a ring that has no width.
_NO_AREA = 1e-13


class BadGeometry(Exception):
    """No numbers can be had from it; `kind` says why."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind)
        self.kind, self.detail = kind, detail


@dataclass(frozen=True, slots=True)
class RingFault:
    kind: str
    at: tuple[float, float] | None


def rings_of(geometry: Any) -> list[Rings]:
    """The polygons of a Polygon or MultiPolygon, each its outer ring and its holes."""
    if not isinstance(geometry, dict) or not geometry.get("coordinates"):
        raise BadGeometry("missing_geometry")
    kind, coordinates = geometry.get("type"), geometry["coordinates"]
    if kind not in ("Polygon", "MultiPolygon"):
        raise BadGeometry("wrong_geometry", str(kind)[:40])
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    try:
        rings = [[_ring(ring) for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError, OverflowError) as error:
        raise BadGeometry("bad_coordinates") from error
    if not all(rings):
        raise BadGeometry("missing_geometry")
    return rings


def point_of(geometry: Any) -> tuple[float, float]:
    """The position of a Point, or of a MultiPoint that holds one."""
    if not isinstance(geometry, dict) or not geometry.get("coordinates"):
        raise BadGeometry("missing_geometry")
    kind, coordinates = geometry.get("type"), geometry["coordinates"]
    if kind not in ("Point", "MultiPoint"):
        raise BadGeometry("wrong_geometry", str(kind)[:40])
    try:
        if kind == "Point":
            return _position(coordinates)
        (position,) = coordinates
        return _position(position)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadGeometry("bad_coordinates") from error


def _ring(positions: Iterable[Any]) -> NDArray[np.float64]:
    return np.array([_position(position) for position in positions], dtype=np.float64).reshape(-1, 2)


def _position(position: Any) -> tuple[float, float]:
    if not (isinstance(position, list) and len(position) > 1 and all(map(_is_number, position[:2]))):
        raise ValueError("not a position")
    return float(position[0]), float(position[1])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_number(*coordinates: float) -> bool:
    return all(abs(coordinate) < LARGEST for coordinate in coordinates)


def ring_faults(polygons: list[Rings]) -> list[RingFault]:
    """What is wrong with each ring by itself, before a polygon can be made of it."""
    found = (_ring_fault(ring) for polygon in polygons for ring in polygon)
    return [fault for fault in found if fault]


def _ring_fault(ring: NDArray[np.float64]) -> RingFault | None:
    finite = ring[np.isfinite(ring).all(axis=1) & (np.abs(ring) < LARGEST).all(axis=1)]
    at = (float(finite[0][0]), float(finite[0][1])) if len(finite) else None
    if len(finite) < len(ring):
        return RingFault("not_finite", at)
    is_closed = len(ring) > 1 and bool((ring[0] == ring[-1]).all())
    if len(ring) < 3 or (is_closed and len(ring) < 4):
        return RingFault("too_few_points", at)
    if not is_closed:
        return RingFault("unclosed_ring", at)
    # Not the signed area: the halves of a figure of eight cancel out, yet that one crosses itself.
    if shapely.convex_hull(shapely.linestrings(ring - ring[0])).area <= _NO_AREA:
        return RingFault("zero_area", at)
    return None


def polygon_of(polygons: list[Rings]) -> Polygon | MultiPolygon:
    """A shapely shape of rings that `ring_faults` passed; it may still cross itself."""
    parts = [shapely.Polygon(rings[0], rings[1:]) for rings in polygons]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def trace_of(polygons: list[Rings]) -> Any:
    """Where an unsound shape roughly lies: the hull of its points, only its outline when some are no numbers."""
    points = np.concatenate([ring for rings in polygons for ring in rings])
    usable = points[np.isfinite(points).all(axis=1) & (np.abs(points) < LARGEST).all(axis=1)]
    if not len(usable):
        return None
    hull = shapely.convex_hull(shapely.multipoints(usable))
    return hull if len(usable) == len(points) or hull.geom_type != "Polygon" else hull.exterior
