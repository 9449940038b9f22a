"""Puts the district of `grid/data` into the database, once; every later run finds nothing to do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from grid.actions.raise_version import raise_version
from grid.actions.save_place import assign_codes
from grid.coordinates import area_m2
from grid.models import Area, AreaVersion, Community, District, Place, Street, UnitGrid
from grid.source import Source, areas_digest, read_places, read_source
from kernel.actors import Actor
from kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is in force afterwards, and how many rows this run added."""

    districts: int
    streets: int
    communities: int
    unit_grids: int
    places: int
    added: int


@transaction.atomic
def load_district(*, as_of: date, actor: Actor, now: datetime) -> Loaded:
    """Load areas, in force from `as_of`, and places. Raises Refused when areas from other data are in force."""
    version = lock_areas(actor=actor, now=now)
    added = 0
    if not UnitGrid.objects.in_force().exists():
        added = _add_district(read_source(), as_of=as_of)
        raise_version(actor=actor, now=now, areas_digest=areas_digest())
    elif version.areas_digest != areas_digest():
        raise Refused(_("已有另一版区域在用，请先终止原有区域"), code="other_areas_in_force")
    places = _add_places()
    if places:
        raise_version(actor=actor, now=now)
    return _loaded(added + places)


def lock_areas(*, actor: Actor, now: datetime) -> AreaVersion:
    """Two loads at once: the second waits here and then finds the first one's rows. Call it in a transaction."""
    AreaVersion.objects.get_or_create(id=AreaVersion.ONLY, defaults={"changed_at": now, "changed_by": actor.label[:80]})
    return AreaVersion.objects.select_for_update().get(id=AreaVersion.ONLY)


def _add_district(source: Source, *, as_of: date) -> int:
    cut = source.subdivision()
    names = source.names
    grid_names = {code: f"{names[code[:12]]}{code[12:]}网格" for code in cut.unit_grids}
    whole = {source.district_code: cut.district}
    districts = add_areas(District, whole, names, as_of=as_of, is_illustrative=False)
    streets = add_areas(Street, cut.streets, names, as_of=as_of, district=districts)
    communities = add_areas(Community, cut.communities, names, as_of=as_of, street=streets)
    grids = add_areas(UnitGrid, cut.unit_grids, grid_names, as_of=as_of, community=communities)
    return len(districts) + len(streets) + len(communities) + len(grids)


def add_areas(
    model: type[Area],
    shapes: Mapping[str, Any],
    names: Mapping[str, str],
    *,
    as_of: date,
    is_illustrative: bool = True,
    **parents: Mapping[str, Area],
) -> Mapping[str, Area]:
    """Insert areas of one level; `parents` is the foreign key's name with the level above, by code."""
    rows = []
    for code, shape in sorted(shapes.items()):
        row = model(code=code, name=names[code], started_on=as_of, is_illustrative=is_illustrative)
        row.shape = json.loads(shapely.to_geojson(shape))
        row.area_m2 = round(area_m2(shape), 1)
        for key, above in parents.items():
            setattr(row, key, above[code[: len(next(iter(above)))]])
        rows.append(row)
    manager: Any = model._default_manager
    return {row.code: row for row in manager.bulk_create(rows, batch_size=1000)}


def _add_places() -> int:
    """Insert the places that are missing; what people added or moved stays."""
    known = set(Place.objects.values_list("name", "kind"))
    rows = [
        Place(name=row.name, kind=row.kind, lon=row.lon, lat=row.lat)
        for row in read_places()
        if (row.name, row.kind) not in known
    ]
    for row in rows:
        assign_codes(row)
    return len(Place.objects.bulk_create(rows))


def _loaded(added: int) -> Loaded:
    return Loaded(
        districts=District.objects.in_force().count(),
        streets=Street.objects.in_force().count(),
        communities=Community.objects.in_force().count(),
        unit_grids=UnitGrid.objects.in_force().count(),
        places=Place.objects.count(),
        added=added,
    )
