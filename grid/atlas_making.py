"""Puts an atlas together from rows, wherever they come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shapely import Polygon

from grid.atlas import Area, Atlas
from grid.gazetteer import Spot
from grid.gazetteer_entries import build_gazetteer
from grid.locations import Point
from grid.partition import Partition
from grid.source import PlaceRow


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit grid's row and its polygon."""

    id: int | None
    polygon: Polygon


def make_atlas(
    *,
    district: str,
    streets: Mapping[str, Area],
    communities: Mapping[str, Area],
    unit_grids: Mapping[str, Cell],
    places: Iterable[PlaceRow],
) -> Atlas:
    """Areas by code; `district` is its name."""
    partition = Partition({code: cell.polygon for code, cell in unit_grids.items()})
    rows = [(row, _spot(row, partition)) for row in places]
    gazetteer = build_gazetteer(
        district=district,
        streets={code: area.name for code, area in streets.items()},
        communities={code: area.name for code, area in communities.items()},
        spots=[spot for row, spot in rows if row.kind != "road" and spot],
        roads=[(row.name, spot) for row, spot in rows if row.kind == "road"],
    )
    return Atlas(
        partition=partition,
        gazetteer=gazetteer,
        streets=streets,
        communities=communities,
        unit_grid_ids={code: cell.id for code, cell in unit_grids.items()},
    )


def _spot(row: PlaceRow, partition: Partition) -> Spot | None:
    if row.lon is None or row.lat is None:
        return None
    return Spot(row.name, Point(row.lon, row.lat), partition.cell_at(row.lon, row.lat) or "")
