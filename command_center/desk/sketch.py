"""A small drawing of where a case lies: its community, its cell, its point; plain numbers for an inline SVG."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cases.models import Case

WIDTH, HEIGHT, MARGIN = 320, 200, 10
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sketch:
    """SVG paths in a box of WIDTH × HEIGHT; empty when unknown."""

    around: str
    cell: str
    point: Place | None
    width: int = WIDTH
    height: int = HEIGHT


def sketch_of(case: Case) -> Sketch | None:
    """None for a case whose street is unknown. The finest area is the cell, the one above it is drawn around."""
    areas = [area for area in (case.unit_grid, case.community, case.street) if area is not None]
    if not areas:
        return None
    shapes = [area.shape for area in areas[:2]]
    scale = fitted([place for ring in rings_of(shapes[-1]) for place in ring])
    point = scale((case.lon, case.lat)) if case.lon is not None and case.lat is not None else None
    around = path_of(shapes[1], scale) if len(shapes) > 1 else ""
    inside = point is not None and 0 <= point[0] <= WIDTH and 0 <= point[1] <= HEIGHT
    return Sketch(around=around, cell=path_of(shapes[0], scale), point=point if inside else None)


def rings_of(shape: dict[str, Any]) -> Iterator[list[Place]]:
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    for polygon in polygons:
        yield from polygon


def fitted(places: list[Place], *, width: int = WIDTH, height: int = HEIGHT) -> Callable[[Place], Place]:
    """Degrees to pixels, north up, as large as fits; a degree of longitude is shorter than one of latitude."""
    lons, lats = [p[0] for p in places], [p[1] for p in places]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    shrink = math.cos(math.radians((south + north) / 2))
    across, upright = max((east - west) * shrink, 1e-6), max(north - south, 1e-6)
    pixels = min((width - 2 * MARGIN) / across, (height - 2 * MARGIN) / upright)
    left, top = (width - across * pixels) / 2, (height - upright * pixels) / 2

    def to_pixels(place: Place) -> Place:
        return round(left + (place[0] - west) * shrink * pixels, 1), round(top + (north - place[1]) * pixels, 1)

    return to_pixels


def path_of(shape: dict[str, Any], scale: Callable[[Place], Place]) -> str:
    rings = ("M" + "L".join(f"{x} {y}" for x, y in map(scale, ring)) + "Z" for ring in rings_of(shape))
    return "".join(rings)
