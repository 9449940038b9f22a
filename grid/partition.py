"""Which unit grid a point lies in: a tree over the cells' polygons, without a database."""

import math
from collections.abc import Mapping

import shapely
from shapely import Polygon

# A tenth of a millimetre: the middle of an edge, written as a float, lies beside the edge by less than this.
TOLERANCE = 1e-9

Bounds = tuple[float, float, float, float]


class Partition:
    """Polygons that share their borders; a point on a border belongs to the lowest code, one on the rim is inside."""

    def __init__(self, cells: Mapping[str, Polygon]) -> None:
        # In the order of codes, so that the lowest position is the lowest code.
        self.codes = sorted(cells)
        self._tree = shapely.STRtree([cells[code] for code in self.codes])

    def cell_at(self, lon: float, lat: float) -> str | None:
        """The code of the cell this WGS-84 position lies in, None outside all of them (or for no position at all)."""
        if not (math.isfinite(lon) and math.isfinite(lat)):
            return None
        found = self._tree.query(shapely.Point(lon, lat), predicate="dwithin", distance=TOLERANCE)
        return self.codes[int(found.min())] if found.size else None

    def cells_in(self, bounds: Bounds) -> list[str]:
        """The codes of all cells that touch the box (west, south, east, north), in order."""
        found = self._tree.query(shapely.box(*bounds), predicate="intersects")
        return [self.codes[i] for i in sorted(found.tolist())]

    def polygon(self, code: str) -> Polygon:
        """The shapely polygon of a cell; ValueError when there is none."""
        return self._tree.geometries[self.codes.index(code)]
