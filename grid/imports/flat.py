"""The district laid flat in metres, so that areas and widths are what they are called."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

# WGS-84 at 40° north: metres to a degree of latitude, and of longitude once multiplied by the cosine. Within a
# district the areas come out right to a part in a thousand, which is enough for a sentence and for a tolerance.
_NORTH_M, _EAST_M = 111_035.0, 111_473.0


@dataclass(frozen=True, slots=True)
class Flat:
    """A plane through a position in degrees."""

    lon: float
    lat: float

    @classmethod
    def around(cls, shape: Any) -> "Flat":
        west, south, east, north = shape.bounds
        return cls((west + east) / 2, (south + north) / 2)

    @property
    def _scale(self) -> NDArray[np.float64]:
        return np.array([_EAST_M * math.cos(math.radians(self.lat)), _NORTH_M])

    def metres(self, shapes: Any) -> Any:
        """A shape, or an array of shapes, with its positions in metres."""
        origin, scale = np.array([self.lon, self.lat]), self._scale
        return shapely.transform(shapes, lambda xy: (xy - origin) * scale)

    def degrees(self, point: Any) -> tuple[float, float]:
        """The position of a point in metres."""
        x, y = np.array([point.x, point.y]) / self._scale + (self.lon, self.lat)
        return round(float(x), 7), round(float(y), 7)
