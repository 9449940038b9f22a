"""Cut one region into tiles that fit exactly: no gap, no overlap, every vertex on one grid of 1e-7 degrees.

The region may be of any form; a tile that would fall apart keeps its largest piece, and the others go to the
neighbour they share the longest border with. Randomness is seeded, so the same input gives the same tiles.
"""

import math
import random
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

# 1e-7 degrees is about a centimetre; all lines meet on this grid, and 7 decimals write it exactly.
PRECISION = 1e-7
DECIMALS = 7
# A degree of longitude is this much shorter than one of latitude here (40° north): tiles come out round.
_SQUEEZE = math.cos(math.radians(39.93))

Centre = tuple[float, float]
Geometries = TypeVar("Geometries", BaseGeometry, NDArray[np.object_])


def _rounded(x: float, y: float) -> Centre:
    return round(float(x), DECIMALS), round(float(y), DECIMALS)


def _squeezed(shape: Geometries, factor: float) -> Geometries:
    return shapely.transform(shape, lambda xy: xy * (factor, 1.0))


def seeds(region: Polygon, count: int, *, seed: str) -> list[Centre]:
    """`count` points inside the region, drawn by a generator seeded with `seed`."""
    chance = random.Random(seed)  # noqa: S311 - geometry, not secrecy
    west, south, east, north = region.bounds
    found: list[Centre] = []
    while len(found) < count:
        centre = _rounded(chance.uniform(west, east), chance.uniform(south, north))
        if centre not in found and region.contains(Point(centre)):
            found.append(centre)
    return found


def relax(region: Polygon, centres: Sequence[Centre], *, rounds: int) -> list[Centre]:
    """Lloyd's relaxation: move every centre to the middle of its cell, so that the cells grow alike in size."""
    flat = _squeezed(region, _SQUEEZE)
    shapely.prepare(flat)
    moved = [(x * _SQUEEZE, y) for x, y in centres]
    for _ in range(rounds if len(moved) > 1 else 0):
        cells = shapely.voronoi_polygons(MultiPoint(moved), extend_to=flat, ordered=True)
        clipped = shapely.intersection(shapely.get_parts(cells), flat)
        middles = shapely.centroid(clipped)
        # The middle of a bent cell may lie outside the region, where it would lose its cell altogether.
        middles = [
            m if flat.contains(m) else shapely.point_on_surface(c) for m, c in zip(middles, clipped, strict=True)
        ]
        moved = [(round(m.x, 9), round(m.y, 9)) for m in middles]
    return [_rounded(x / _SQUEEZE, y) for x, y in moved]


def node(lines: Sequence[BaseGeometry] | NDArray[np.object_]) -> NDArray[np.object_]:
    """The faces between these lines after all of them were cut at every crossing, on the grid."""
    return shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(lines, grid_size=PRECISION))))


def tile(region: Polygon, centres: Sequence[Centre]) -> list[Polygon]:
    """One polygon for each centre: what of the region lies nearest to it."""
    if len(centres) == 1:
        return [region]
    flat = [(x * _SQUEEZE, y) for x, y in centres]
    around = _squeezed(region, _SQUEEZE)
    edges = shapely.voronoi_polygons(MultiPoint(flat), extend_to=around, only_edges=True)
    faces = node([region.boundary, _squeezed(edges, 1 / _SQUEEZE)])
    faces = faces[shapely.contains_properly(region, shapely.point_on_surface(faces))]
    middles = _squeezed(shapely.point_on_surface(faces), _SQUEEZE)
    owners = shapely.STRtree(shapely.points(flat)).nearest(middles)
    return join(faces, [int(owner) for owner in owners], count=len(centres))


def join(faces: NDArray[np.object_], owners: list[int], *, count: int) -> list[Polygon]:
    """Unite the faces of each owner; pieces cut off from their owner's largest one change to a neighbour."""
    tiles = [_parts(faces, owners, owner) for owner in range(count)]
    strays = [piece for parts in tiles for piece in parts[1:]]
    whole = [parts[0] for parts in tiles]
    while strays:
        # The one with the longest border to a tile first: a stray behind a stray finds its tile in a later turn.
        borders = [(shapely.length(shapely.intersection(whole, stray.boundary)), stray) for stray in strays]
        best = max(range(len(strays)), key=lambda i: float(borders[i][0].max()))
        lengths, stray = borders[best]
        owner = int(lengths.argmax())
        whole[owner] = shapely.coverage_union_all([whole[owner], stray])
        del strays[best]
    return [shapely.normalize(polygon) for polygon in whole]


def _parts(faces: NDArray[np.object_], owners: list[int], owner: int) -> list[Polygon]:
    """The connected pieces of one owner, the largest first."""
    mine = [face for face, of in zip(faces, owners, strict=True) if of == owner]
    pieces = shapely.get_parts(shapely.coverage_union_all(mine))
    return sorted(pieces, key=lambda piece: (-piece.area, piece.bounds))
