"""The atlas of the areas in force, held in the process and rebuilt when `AreaVersion` moves.

A change made elsewhere is seen within `CHECK_SECONDS`; in between, look-ups cost no query. Whoever changes areas
in this process calls `forget`, as `raise_version` does.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import shapely

from grid.atlas import Area, Atlas
from grid.atlas_making import Cell, make_atlas
from grid.models import AreaVersion, Community, District, Place, Street, UnitGrid
from grid.partition import Bounds
from grid.source import PlaceRow

CHECK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class _Held:
    atlas: Atlas
    token: UUID | None
    checked: float


_held: _Held | None = None
_building = threading.Lock()


def current() -> Atlas:
    """The atlas of the areas in force; an empty one before a district is loaded."""
    held = _held
    if held is not None and time.monotonic() - held.checked < CHECK_SECONDS:
        return held.atlas
    with _building:
        return _checked().atlas


def forget() -> None:
    """Look at the database again on the next call: after a change here, or between two tests."""
    global _held  # noqa: PLW0603 - one atlas for each process is the point
    _held = None


def cell_at(lon: float, lat: float) -> str | None:
    """The code of the unit grid in force at this WGS-84 position, None outside the district."""
    return current().partition.cell_at(lon, lat)


def cells_in(bounds: Bounds) -> list[str]:
    """The codes of the unit grids in force that touch the box (west, south, east, north)."""
    return current().partition.cells_in(bounds)


def _checked() -> _Held:
    """Called by one thread at a time; those that waited find a fresh check and do nothing."""
    global _held  # noqa: PLW0603
    held, now = _held, time.monotonic()
    if held is not None and now - held.checked < CHECK_SECONDS:
        return held
    # The token before the rows: a change in between is then noticed by the next check.
    token = AreaVersion.objects.values_list("token", flat=True).first()
    atlas = held.atlas if held is not None and held.token == token else _build()
    _held = _Held(atlas, token, now)
    return _held


def _areas(model: type[Street] | type[Community]) -> Mapping[str, Area]:
    return {code: Area(id, name) for code, id, name in model.objects.in_force().values_list("code", "id", "name")}


def _build() -> Atlas:
    cells = UnitGrid.objects.in_force().values_list("code", "id", "shape")
    places = Place.objects.order_by("id").values_list("name", "kind", "lon", "lat")
    district = District.objects.in_force().values_list("name", flat=True).first()
    return make_atlas(
        district=district or "",
        streets=_areas(Street),
        communities=_areas(Community),
        unit_grids={code: Cell(id, shapely.geometry.shape(shape)) for code, id, shape in cells},
        places=[PlaceRow(*row) for row in places],
    )
