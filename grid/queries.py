"""What other apps ask of the grid."""

from django.db import DEFAULT_DB_ALIAS

from grid import index
from grid.locating import locate_in
from grid.locations import Location, Point, Precision
from grid.models import Community, Street, UnitGrid

__all__ = ["Location", "Point", "Precision", "area_rows", "locate"]


def locate(*, point: Point | None = None, words: str = "", street: str = "", community: str = "") -> Location:
    """Where a case lies, as closely as point, address and named areas tell; answered in the process, without a query.

    `point` in WGS-84; `words` an address or a text; `street` and `community` names (or codes) from fields of their
    own. Never fails: what is unknown comes back as `Precision.NONE`. Rules of precedence: `grid.locating`.
    """
    return locate_in(index.current(), point=point, words=words, street=street, community=community)


def area_rows(place: Location) -> dict[str, Street | Community | UnitGrid]:
    """The rows of a place just located, by what they are, with code and name from memory: what else is asked of them
    they read when asked. An area that the district has redrawn since is left out."""
    atlas, base, named = index.current(), DEFAULT_DB_ALIAS, ["id", "code", "name"]
    rows: dict[str, Street | Community | UnitGrid] = {}
    street, community = atlas.streets.get(place.street_code), atlas.communities.get(place.community_code)
    if street and street.id == place.street_id is not None:
        rows["street"] = Street.from_db(base, named, [street.id, place.street_code, street.name])
    if community and community.id == place.community_id is not None:
        rows["community"] = Community.from_db(base, named, [community.id, place.community_code, community.name])
    if place.unit_grid_id is not None:
        rows["unit_grid"] = UnitGrid.from_db(base, ["id", "code"], [place.unit_grid_id, place.grid_code])
    return rows
