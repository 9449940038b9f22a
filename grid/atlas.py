"""Everything locating needs of one version of the areas: polygons, names, and the keys of their rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from grid.gazetteer import Gazetteer
from grid.partition import Partition


@dataclass(frozen=True, slots=True)
class Area:
    """An area's row, as far as locating speaks of it."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Atlas:
    """Areas by code; never changed once made."""

    partition: Partition
    gazetteer: Gazetteer
    streets: Mapping[str, Area]
    communities: Mapping[str, Area]
    unit_grid_ids: Mapping[str, int | None]
