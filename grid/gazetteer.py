"""Finds the names of places in Chinese words: the longest name first, no database, no clock.

`Gazetteer.read` only says what the words name; what follows from it is decided in `grid.locating`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from grid.locations import Point
from kernel.texts import normalise

# Between two roads, and behind the second, when the words mean their crossing.
_JOINED = re.compile(r"[\s与和及跟同、/]*")
_CROSSING_WORD = re.compile(
    r"\s*的?(?:(?:十字|丁字|三岔|交叉)?(?:路口|交口|口)|(?:交叉|交汇|交会|交界|相交)处?|[东西][南北]角)|\s*$"
)
_HOUSE_NUMBER = re.compile(r"\s*[甲乙丙]?\d{1,4}(?:[-之]\d{1,3})?号(?:院|楼)?")
# Names are looked up by their first two characters, so that none is shorter.
HEAD = 2
# A field names one of some hundred areas, so that nearly every one has been read before.
_FIELDS_KEPT = 4096
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spot:
    """A named crossing, bridge or landmark, or a known point of a road, with the unit grid it lies in ('' outside)."""

    name: str
    point: Point
    grid_code: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """All that one name may mean."""

    streets: frozenset[str] = frozenset()
    communities: frozenset[str] = frozenset()
    spots: tuple[Spot, ...] = ()
    is_road: bool = False
    is_own_district: bool = False
    is_other_district: bool = False

    def __or__(self, other: "Term") -> "Term":
        return Term(
            streets=self.streets | other.streets,
            communities=self.communities | other.communities,
            spots=self.spots + other.spots,
            is_road=self.is_road or other.is_road,
            is_own_district=self.is_own_district or other.is_own_district,
            is_other_district=self.is_other_district or other.is_other_district,
        )


@dataclass(frozen=True, slots=True)
class Mention:
    """One name found in the words, from `start` to `end`."""

    name: str
    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words name, each in the order of the words; a community's name may stand for several of them."""

    streets: tuple[str, ...] = ()
    communities: tuple[frozenset[str], ...] = ()
    spots: tuple[Spot, ...] = ()
    roads: tuple[str, ...] = ()
    other_district: str = ""
    names_own_district: bool = False
    matched: tuple[str, ...] = ()


_NOTHING = Reading()


class Gazetteer:
    """The names of one version of the areas; it never changes, so that any number of threads may read from it."""

    def __init__(
        self,
        *,
        terms: Mapping[str, Term],
        street_fields: Mapping[str, str],
        community_fields: Mapping[str, frozenset[str]],
        crossings: Mapping[frozenset[str], tuple[Spot, ...]],
        road_streets: Mapping[str, frozenset[str]],
    ) -> None:
        """Names normalised; `crossings` by the pair of their roads, `road_streets` where a road's points lie."""
        self._terms = terms
        self._street_fields = street_fields
        self._community_fields = community_fields
        self._crossings = crossings
        self.road_streets = road_streets
        self._heads: dict[str, list[str]] = {}
        for name in sorted(terms, key=lambda n: (-len(n), n)):
            self._heads.setdefault(name[:HEAD], []).append(name)
        self.read_field = lru_cache(_FIELDS_KEPT)(self.read)
        self.street_named = lru_cache(_FIELDS_KEPT)(self._street_named)
        self.communities_named = lru_cache(_FIELDS_KEPT)(self._communities_named)

    def find(self, text: str) -> list[Mention]:
        """All names in a normalised text, left to right, the longest at each place, without overlap."""
        found: list[Mention] = []
        at, last = 0, len(text) - HEAD
        while at <= last:
            name = next((n for n in self._heads.get(text[at : at + HEAD], ()) if text.startswith(n, at)), "")
            if name:
                found.append(Mention(name, self._terms[name], at, at + len(name)))
            at += len(name) or 1
        return found

    def read(self, words: str) -> Reading:
        """What these words name."""
        text = normalise(words)
        found = self.find(text)
        if not found:
            return _NOTHING
        paired, within = self._pairs(text, found)
        single = [m for m in found if m not in within]
        return Reading(
            streets=_distinct(code for m in found for code in sorted(m.term.streets)),
            communities=_distinct(m.term.communities for m in found if m.term.communities),
            spots=_distinct([*paired, *(spot for m in single for spot in m.term.spots)]),
            roads=_distinct(m.name for m in found if m.term.is_road),
            other_district=next((m.name for m in found if m.term.is_other_district), ""),
            names_own_district=any(m.term.is_own_district for m in found),
            matched=_distinct([*(spot.name for spot in paired), *(_with_number(text, m) for m in single)]),
        )

    def _pairs(self, text: str, found: list[Mention]) -> tuple[list[Spot], list[Mention]]:
        """Crossings named by their two roads, in either order, and the mentions they are made of."""
        spots: list[Spot] = []
        within: list[Mention] = []
        for first, second in pairwise(found):
            # 八角西街与八角路口 is the crossing of two roads, though 八角路口 alone is another place.
            end = second.end - 1 if second.name.endswith("路口") else second.end
            known = self._crossings.get(frozenset((first.name, text[second.start : end])))
            if known and _JOINED.fullmatch(text, first.end, second.start) and _CROSSING_WORD.match(text, end):
                spots.extend(known)
                within.extend((first, second))
        return spots, within

    def _street_named(self, text: str) -> str:
        """The code of the street that a field of its own names, '' when it names none of ours."""
        direct = self._street_fields.get(normalise(text), "")
        return direct or next(iter(self.read(text).streets), "")

    def _communities_named(self, text: str) -> frozenset[str]:
        """The codes that a community's field may mean."""
        direct = self._community_fields.get(normalise(text))
        return direct or next(iter(self.read(text).communities), frozenset())


def _distinct(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def _with_number(text: str, mention: Mention) -> str:
    """A road together with the house number behind it: 石景山路54号."""
    number = _HOUSE_NUMBER.match(text, mention.end) if mention.term.is_road else None
    return mention.name + (number[0].strip() if number else "")
