"""The district as texts need it: names and positions of public places, how loudly each street complains."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from grid.source import PlaceRow, read_places, read_source

# Large old estates call far more often than barracks and factory land.
_LOUDNESS = {
    "八角街道": 19,
    "苹果园街道": 18,
    "鲁谷街道": 15,
    "古城街道": 13,
    "八宝山街道": 10,
    "金顶街街道": 9,
    "五里坨街道": 7,
    "老山街道": 6,
    "广宁街道": 3,
}
_SQUEEZE = math.cos(math.radians(39.93))


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A community with some points that lie in it (WGS-84); none when nobody looked at the polygons."""

    code: str
    name: str
    street: str
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A crossing, bridge or landmark."""

    name: str
    lon: float
    lat: float
    street: str


@dataclass(frozen=True)
class Town:
    neighbourhoods: tuple[Neighbourhood, ...]
    spots: tuple[Spot, ...]
    roads: tuple[str, ...]

    @cached_property
    def neighbourhood_weights(self) -> list[float]:
        """Within a street the few largest communities bring most of the calls."""
        place: dict[str, int] = {}
        weights = []
        for one in self.neighbourhoods:
            place[one.street] = place.get(one.street, 0) + 1
            weights.append(_LOUDNESS.get(one.street, 5) / place[one.street] ** 0.6)
        return weights

    @cached_property
    def spot_weights(self) -> list[float]:
        here = [one.street for one in self.spots]
        return [_LOUDNESS.get(street, 5) / here.count(street) for street in here]

    def with_points(self, points: Mapping[str, Sequence[tuple[float, float]]]) -> "Town":
        """The same town, with points inside communities by their code."""
        here = (replace(one, points=tuple(points.get(one.code, ()))) for one in self.neighbourhoods)
        return Town(tuple(here), self.spots, self.roads)


def read_town() -> Town:
    """From the files of the grid, without a database: a spot belongs to the nearest street centre."""
    source = read_source()
    names = source.names
    neighbourhoods = tuple(Neighbourhood(code, names[code], names[code[:9]]) for code in sorted(source.communities))
    places = read_places()
    spots = tuple(
        Spot(row.name, lon, lat, names[_nearest(lon, lat, source.street_centres)])
        for row in places
        if row.kind != "road" and (lon := row.lon) is not None and (lat := row.lat) is not None
    )
    return Town(neighbourhoods, spots, _roads(places))


def _roads(places: Sequence[PlaceRow]) -> tuple[str, ...]:
    return tuple(row.name for row in places if row.kind == "road")


def _nearest(lon: float, lat: float, centres: Mapping[str, tuple[float, float]]) -> str:
    return min(centres, key=lambda code: math.hypot((centres[code][0] - lon) * _SQUEEZE, centres[code][1] - lat))
