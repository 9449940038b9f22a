"""What files propose: areas, duty grids, components; plain values, not yet believed."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grid.imports.faults import Origin

# Rings of a polygon, each an array of (x, y) as the file has them.
Rings = list[NDArray[np.float64]]


@dataclass(slots=True)
class AreaDraft:
    """An area as read; `shape` (WGS-84) comes with placing and stays None when its rings make no area.

    `trace` are the points of such a shape, so that the hole it leaves is not reported a second time as a gap.
    """

    origin: Origin
    code: str
    name: str = ""
    polygons: list[Rings] = field(default_factory=list)
    shape: Any = None
    trace: Any = None

    @property
    def label(self) -> str:
        """How a sentence calls it: by its code, or by its place in the file when it has none."""
        return self.code or str(self.origin)


@dataclass(slots=True)
class NameRow:
    """A row of a code table: a name for an area whose shape comes from elsewhere."""

    origin: Origin
    code: str
    name: str


@dataclass(slots=True)
class ComponentDraft:
    origin: Origin
    code: str
    name: str
    state: str
    competent_unit: str
    owner_unit: str
    maintainer_unit: str
    lon: float
    lat: float
    unit_grid_code: str = ""

    @property
    def label(self) -> str:
        return self.code or str(self.origin)


@dataclass(slots=True)
class DutyDraft:
    origin: Origin
    code: str
    name: str
    identifier: str
    inspector: str
    unit_grids: list[str]
