"""A small district for any test that needs areas in the database: 2 streets, 4 communities, 8 square unit grids.

North is up; each square is 0.005° wide, the south-western corner lies at 116.20, 39.90:

    甲河街道: 柳荫里社区 (north), 松涛里社区 (south)     乙河街道: 杏花里社区 (north), 槐安里社区 (south)
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import shapely

from grid.actions.load_district import add_areas
from grid.actions.raise_version import raise_version
from grid.actions.save_place import assign_codes
from grid.models import Community, District, Place, Street, UnitGrid
from grid.queries import Point
from kernel.actors import Actor

OUTSIDE = Point(116.30, 39.95)
WEST, SOUTH, SIDE = 116.20, 39.90, 0.005
NAMES = {
    "110107": "石景山区",
    "110107001": "甲河街道",
    "110107002": "乙河街道",
    "110107001001": "柳荫里社区",
    "110107001002": "松涛里社区",
    "110107002001": "杏花里社区",
    "110107002002": "槐安里社区",
}


@dataclass(frozen=True)
class MiniDistrict:
    """Rows in the order of their codes; two communities in each street, two unit grids in each community."""

    district: District
    streets: list[Street]
    communities: list[Community]
    unit_grids: list[UnitGrid]
    crossing: Place
    outside: Point = OUTSIDE

    def point_in(self, unit_grid: UnitGrid) -> Point:
        """The middle of its square."""
        middle = shapely.geometry.shape(unit_grid.shape).centroid
        return Point(round(middle.x, 7), round(middle.y, 7))


def square(column: int, row: int) -> shapely.Polygon:
    """A unit grid's square, counted from the south-western corner."""
    west, east, south, north = (
        round(start + SIDE * n, 7) for start, n in ((WEST, column), (WEST, column + 1), (SOUTH, row), (SOUTH, row + 1))
    )
    return shapely.box(west, south, east, north)


def squares() -> dict[str, shapely.Polygon]:
    """The eight unit grids by code."""
    return {
        f"1101070{street + 1:02}{community + 1:03}{cell + 1:03}": square(2 * street + cell, 1 - community)
        for street in (0, 1)
        for community in (0, 1)
        for cell in (0, 1)
    }


def make_mini_district(*, as_of: date = date(2024, 1, 1)) -> MiniDistrict:
    """Insert it, in force from `as_of`, with one crossing (柳荫路与松涛路交口 in the first unit grid)."""
    cells = squares()

    def united(digits: int) -> dict[str, shapely.Polygon]:
        codes = sorted({code[:digits] for code in cells})
        return {begin: shapely.union_all([p for code, p in cells.items() if code.startswith(begin)]) for begin in codes}

    names = NAMES | {code: f"{NAMES[code[:12]]}{code[12:]}网格" for code in cells}
    districts = add_areas(District, united(6), names, as_of=as_of)
    streets = add_areas(Street, united(9), names, as_of=as_of, district=districts)
    communities = add_areas(Community, united(12), names, as_of=as_of, street=streets)
    unit_grids = add_areas(UnitGrid, cells, names, as_of=as_of, community=communities)
    raise_version(actor=Actor.system("test", "测试"), now=datetime(2024, 1, 1, tzinfo=UTC))
    return MiniDistrict(
        district=next(iter(districts.values())),
        streets=list(streets.values()),
        communities=list(communities.values()),
        unit_grids=list(unit_grids.values()),
        crossing=_crossing(),
    )


def _crossing() -> Place:
    middle = square(0, 1).centroid
    place = Place(name="柳荫路与松涛路交口", kind=Place.Kind.CROSSING, lon=round(middle.x, 6), lat=round(middle.y, 6))
    assign_codes(place)
    place.save()
    raise_version(actor=Actor.system("test", "测试"), now=datetime(2024, 1, 1, tzinfo=UTC))
    return place
