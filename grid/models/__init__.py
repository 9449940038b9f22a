"""Areas, places, components and duty grids; whose polygons lie where is answered by `grid.index`."""

from grid.models.areas import Area, AreaQuerySet, Community, District, Street, UnitGrid
from grid.models.components import Component
from grid.models.duty_grids import DutyGrid
from grid.models.places import AreaVersion, Place

__all__ = [
    "Area",
    "AreaQuerySet",
    "AreaVersion",
    "Community",
    "Component",
    "District",
    "DutyGrid",
    "Place",
    "Street",
    "UnitGrid",
]
