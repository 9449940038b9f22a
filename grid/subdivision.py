"""District → streets → communities → unit grids, where no public polygons exist: illustrative, but exact.

The unit grids are cut first in each community; then the lines of all of them are brought onto one precision grid
together, so that neighbours share the very same vertices. Community, street and district are unions of unit grids.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely import Polygon

from grid.coordinates import area_m2
from grid.tiling import Centre, join, node, relax, seeds, tile

UNIT_GRIDS = 2052
_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Subdivision:
    """Polygons by code, WGS-84 degrees with 7 decimals; each level is exactly the union of the next."""

    district: Polygon
    streets: Mapping[str, Polygon]
    communities: Mapping[str, Polygon]
    unit_grids: Mapping[str, Polygon]


def subdivide(
    boundary: Polygon, *, street_centres: Mapping[str, Centre], communities: Sequence[str], total: int = UNIT_GRIDS
) -> Subdivision:
    """Cut the district; `communities` are 12-digit codes that begin with a street's code. Takes seconds."""
    codes = sorted(street_centres)
    streets = dict(zip(codes, tile(boundary, [street_centres[code] for code in codes]), strict=True))
    quarters: dict[str, Polygon] = {}
    for code, street in streets.items():
        quarters |= _cut(street, sorted(c for c in communities if c.startswith(code)), seed=code)
    cells: dict[str, Polygon] = {}
    for code, count in shares(quarters, total=total).items():
        cells |= _cut(quarters[code], [f"{code}{n:03}" for n in range(1, count + 1)], seed=code)
    return _assemble(_fit(cells))


def _cut(region: Polygon, codes: Sequence[str], *, seed: str) -> dict[str, Polygon]:
    """One tile for each code, in reading order: rows from north to south, from west to east in a row."""
    centres = relax(region, seeds(region, len(codes), seed=seed), rounds=_ROUNDS)
    return dict(zip(codes, reading_order(tile(region, centres)), strict=True))


def reading_order(tiles: Sequence[Polygon]) -> list[Polygon]:
    """Sorted north to south in rows one tile high, west to east within a row."""
    north = max(t.bounds[3] for t in tiles)
    height = math.sqrt(sum(t.area for t in tiles) / len(tiles))
    middles = {id(t): shapely.centroid(t) for t in tiles}
    return sorted(tiles, key=lambda t: (int((north - middles[id(t)].y) / height), middles[id(t)].x))


def shares(areas: Mapping[str, Polygon], *, total: int) -> dict[str, int]:
    """How many of `total` unit grids each area gets: by its size, largest remainders first, one at least."""
    if total < len(areas):
        raise ValueError(f"{total} unit grids are too few for {len(areas)} communities")
    sizes = {code: area_m2(polygon) for code, polygon in areas.items()}
    spare, whole = total - len(areas), sum(sizes.values())
    exact = {code: spare * size / whole for code, size in sizes.items()}
    counts = {code: 1 + int(share) for code, share in exact.items()}
    by_remainder = sorted(exact, key=lambda code: (int(exact[code]) - exact[code], code))
    for code in by_remainder[: total - sum(counts.values())]:
        counts[code] += 1
    return counts


def _fit(cells: Mapping[str, Polygon]) -> dict[str, Polygon]:
    """All cells again, with every line noded against every other: a corner on a neighbour's edge is its vertex too."""
    codes, polygons = list(cells), list(cells.values())
    faces = node(shapely.boundary(polygons))
    inside = shapely.point_on_surface(faces)
    owners = shapely.STRtree(polygons).nearest(inside)
    return dict(zip(codes, join(faces, [int(owner) for owner in owners], count=len(codes)), strict=True))


def _united(parts: Mapping[str, Polygon], digits: int) -> dict[str, Polygon]:
    """The unions of all parts whose codes begin alike."""
    groups: dict[str, list[Polygon]] = {}
    for code, polygon in parts.items():
        groups.setdefault(code[:digits], []).append(polygon)
    return {code: shapely.normalize(shapely.coverage_union_all(group)) for code, group in sorted(groups.items())}


def _assemble(cells: Mapping[str, Polygon]) -> Subdivision:
    communities = _united(cells, 12)
    streets = _united(communities, 9)
    (district,) = _united(streets, 6).values()
    return Subdivision(district=district, streets=streets, communities=communities, unit_grids=cells)
