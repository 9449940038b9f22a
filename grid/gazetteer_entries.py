"""Fills a gazetteer from the names of areas and places, in every form they are written in."""

from collections.abc import Iterable, Mapping

from grid import names
from grid.gazetteer import HEAD, Gazetteer, Spot, Term
from kernel.texts import normalise


def build_gazetteer(
    *,
    district: str,
    streets: Mapping[str, str],
    communities: Mapping[str, str],
    spots: Iterable[Spot],
    roads: Iterable[tuple[str, Spot | None]],
) -> Gazetteer:
    """Take in areas as names by code, spots with their cells, and roads with a point each where one is known."""
    entries = _Entries()
    entries.add_districts(district)
    entries.add_streets(streets)
    entries.add_communities(communities)
    for road, known_point in roads:
        entries.add_road(road, known_point)
    entries.add_spots(list(spots))
    return entries.gazetteer()


class _Entries:
    """What one gazetteer is being made of."""

    def __init__(self) -> None:
        self.terms: dict[str, Term] = {}
        self.street_fields: dict[str, str] = {}
        self.community_fields: dict[str, frozenset[str]] = {}
        self.crossings: dict[frozenset[str], tuple[Spot, ...]] = {}
        self.road_streets: dict[str, frozenset[str]] = {}

    def gazetteer(self) -> Gazetteer:
        return Gazetteer(
            terms=self.terms,
            street_fields=self.street_fields,
            community_fields=self.community_fields,
            crossings=self.crossings,
            road_streets=self.road_streets,
        )

    def add(self, name: str, term: Term) -> None:
        plain = normalise(name)
        if len(plain) >= HEAD:
            self.terms[plain] = self.terms.get(plain, Term()) | term

    def add_districts(self, own: str) -> None:
        for name in names.BEIJING_DISTRICTS:
            if name != own:
                self.add(name, Term(is_other_district=True))
        for name in {own, names.stem(own, "区")}:
            self.add(name, Term(is_own_district=True))

    def add_streets(self, streets: Mapping[str, str]) -> None:
        for code, name in streets.items():
            for form in names.street_forms(name):
                self.add(form, Term(streets=frozenset({code})))
            for form in (code, *names.street_field_forms(name)):
                self.street_fields[normalise(form)] = code

    def add_communities(self, communities: Mapping[str, str]) -> None:
        for code, name in communities.items():
            for form in filter(None, {*names.community_forms(name), names.estate(name)}):
                self.add(form, Term(communities=frozenset({code})))
            for form in {code, *names.community_field_forms(name)}:
                plain = normalise(form)
                self.community_fields[plain] = self.community_fields.get(plain, frozenset()) | {code}

    def add_road(self, name: str, point: Spot | None) -> None:
        """A road and one known point of it; a road whose known points all lie in one street tells the street."""
        plain = normalise(name)
        self.add(plain, Term(is_road=True))
        street = {point.grid_code[:9]} if point and point.grid_code else set()
        self.road_streets[plain] = self.road_streets.get(plain, frozenset()) | street

    def add_spots(self, spots: list[Spot]) -> None:
        """Each is also a known point of the roads it is named after: 鲁谷大街与鲁谷路交口, 七星东街北口."""
        for spot in spots:
            roads = names.crossing_roads(spot.name)
            if roads:
                key = frozenset(normalise(road) for road in roads)
                self.crossings[key] = (*self.crossings.get(key, ()), spot)
            else:
                self.add(spot.name, Term(spots=(spot,)))
            for road in roads or self._road_of(spot.name):
                self.add_road(road, spot)

    def _road_of(self, spot_name: str) -> list[str]:
        begins = [road for road in self.road_streets if spot_name.startswith(road)]
        return [max(begins, key=len)] if begins else []
