"""How areas lie to each other, in metres: overlaps, gaps, what sticks out. Without names, codes or a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point

# What is smaller than this, in square metres, is noise of digitising and accepted.
SLIVER_M2 = 1.0
# So is a strip narrower than this, in metres, however long: six decimals of a degree are a tenth of a metre.
SLIVER_WIDTH_M = 0.2
# Shapes closer than this, in metres, touch.
_TOUCHING_M = 0.01

Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Piece:
    """How much, and a point in the middle of the largest part of it."""

    area_m2: float
    at: Point


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two positions in the list that was asked about."""

    first: int
    second: int
    piece: Piece
    is_same_shape: bool


def pieces(shape: Any) -> list[Piece]:
    """The parts of a shape that are too large to be slivers, the largest first."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > SLIVER_M2]
    solid = [part for part in parts if not part.buffer(-SLIVER_WIDTH_M / 2).is_empty]
    return [Piece(part.area, part.point_on_surface()) for part in sorted(solid, key=lambda part: -part.area)]


def whole(parts: Sequence[Piece]) -> Piece | None:
    """All parts as one: their area, and the largest one's point."""
    return Piece(sum(part.area_m2 for part in parts), parts[0].at) if parts else None


def overlaps(shapes: Shapes) -> list[Overlap]:
    """Every pair that shares more than a sliver."""
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    common = shapely.intersection(shapes[left], shapes[right])
    areas = shapely.area(common)
    found = []
    for i in np.flatnonzero(areas > SLIVER_M2):
        piece = whole(pieces(common[i]))
        if piece is not None:
            larger = max(shapes[left[i]].area, shapes[right[i]].area)
            found.append(Overlap(int(left[i]), int(right[i]), piece, larger - areas[i] <= SLIVER_M2))
    return sorted(found, key=lambda o: (o.first, o.second))


def gaps(region: Any, shapes: Shapes, *, traces: Sequence[Any] = ()) -> list[Piece]:
    """What of the region no shape covers. `traces` of shapes that are no areas explain the hole they leave."""
    flat = [trace for trace in traces if trace.area <= SLIVER_M2]
    covered = shapely.union_all([*shapes, *(trace for trace in traces if trace.area > SLIVER_M2)])
    parts = shapely.get_parts(shapely.difference(region, covered))
    unexplained = [part for part in parts if not any(part.distance(trace) < _TOUCHING_M for trace in flat)]
    return [piece for part in unexplained for piece in pieces(part)]


def outside(shapes: Shapes, regions: Any) -> list[Piece | None]:
    """What of each shape lies outside its region: one region for all, or an array of as many."""
    found: list[Piece | None] = [None] * len(shapes)
    if isinstance(regions, np.ndarray):
        within = shapely.covered_by(shapes, regions)
    else:
        shapely.prepare(regions)
        within = shapely.covers(regions, shapes)
        regions = np.full(len(shapes), regions, dtype=object)
    beyond = np.flatnonzero(~within)
    for i, rest in zip(beyond, shapely.difference(shapes[beyond], regions[beyond]), strict=True):
        found[i] = whole(pieces(rest))
    return found


def same_shape(a: Any, b: Any) -> bool:
    """Whether two shapes cover the same ground, but for slivers."""
    return not pieces(shapely.symmetric_difference(a, b))
