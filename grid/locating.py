"""From a point, or else from words, to a place and how closely it is known.

Who is believed, when they contradict each other: the point, then what names an area (a field before the words), then
a crossing or road found in the words, which may be mentioned only in passing. Every contradiction becomes a note.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from grid.atlas import Atlas
from grid.gazetteer import Reading
from grid.locations import Location, Point, Precision

_AREA_WORDS = ("街道", "街道办", "街道办事处", "地区", "镇", "乡")


@dataclass(frozen=True, slots=True)
class _Clues:
    """What the sender said, looked up: the words' reading, and the areas named by field or unmistakably by words."""

    reading: Reading
    street: str
    communities: frozenset[str]
    unknown_street: str
    other_district: str


def locate_in(atlas: Atlas, *, point: Point | None, words: str, street: str, community: str) -> Location:
    """Where this is. A point needs no words; words are read only without one."""
    if point is not None and math.isfinite(point.lon + point.lat):
        return _by_point(atlas, point, street=atlas.gazetteer.street_named(street) if street else "")
    clues = _clues(atlas, words=words, street=street, community=community)
    outside = _elsewhere(clues)
    if outside is not None:
        return outside
    notes = [_("坐标无效，未采用")] if point else []
    rules: tuple[Callable[[Atlas, _Clues, list[str]], Location | None], ...] = (_crossing, _community, _road, _street)
    found = next((place for rule in rules if (place := rule(atlas, clues, notes))), Location(Precision.NONE))
    return replace(found, matched=clues.reading.matched, note="；".join(notes))


def _place(atlas: Atlas, code: str, *, precision: Precision, point: Point | None = None) -> Location:
    """The location of an area given by its code of 0, 9, 12 or 15 digits, and of the areas around it."""
    street, community = (atlas.streets.get(code[:9]), atlas.communities.get(code[:12]))
    return Location(
        precision,
        point=point,
        street_code=code[:9],
        community_code=code[:12] if len(code) >= 12 else "",
        grid_code=code if len(code) == 15 else "",
        street_id=street.id if street else None,
        community_id=community.id if community and len(code) >= 12 else None,
        unit_grid_id=atlas.unit_grid_ids.get(code),
    )


def _by_point(atlas: Atlas, point: Point, *, street: str) -> Location:
    code = atlas.partition.cell_at(point.lon, point.lat)
    if code is None:
        return _outside_point(atlas, point, street=street)
    place = _place(atlas, code, precision=Precision.POINT, point=point)
    if street and street != place.street_code:
        note = _("坐标位于%(found)s，与所报%(named)s不一致，以坐标为准")
        return replace(place, note=note % _two(atlas, place.street_code, street))
    return place


def _outside_point(atlas: Atlas, point: Point, *, street: str) -> Location:
    """Outside; the street named beside the point is kept, the point too, the cell is nobody's."""
    notes = [_("坐标不在本区范围内")]
    if abs(point.lat) > 90 or atlas.partition.cell_at(point.lat, point.lon):
        notes.append(_("疑似经纬度颠倒"))
    if street:
        notes.append(_("保留所报%(named)s") % {"named": atlas.streets[street].name})
    precision = Precision.STREET if street else Precision.POINT
    return replace(_place(atlas, street, precision=precision, point=point), is_outside=True, note="；".join(notes))


def _two(atlas: Atlas, found: str, named: str) -> dict[str, str]:
    return {"found": atlas.streets[found].name, "named": atlas.streets[named].name}


def _clues(atlas: Atlas, *, words: str, street: str, community: str) -> _Clues:
    book = atlas.gazetteer
    reading = book.read(words)
    known = book.street_named(street) if street else ""
    said = known or (reading.streets[0] if len(reading.streets) == 1 else "")
    other = reading.other_district or (book.read_field(street).other_district if street and not known else "")
    return _Clues(
        reading=reading,
        street=said,
        communities=book.communities_named(community) if community else frozenset(),
        unknown_street=street.strip() if not known and street.strip().endswith(_AREA_WORDS) else "",
        other_district=other,
    )


def _elsewhere(clues: _Clues) -> Location | None:
    """Another district or its street is named, and nothing of ours; a road alone may lead through both."""
    reading = clues.reading
    if clues.street or clues.communities or reading.streets or reading.communities or reading.names_own_district:
        return None
    if clues.other_district:
        note = _("所报地址属于%(name)s，不在本区") % {"name": clues.other_district}
    elif clues.unknown_street and not reading.spots:
        note = _("%(name)s不是本区街道") % {"name": clues.unknown_street}
    else:
        return None
    return Location(Precision.NONE, is_outside=True, matched=reading.matched, note=note)


def _crossing(atlas: Atlas, clues: _Clues, notes: list[str]) -> Location | None:
    """One crossing, bridge or landmark that does not contradict the areas named."""
    spots = {spot.grid_code: spot for spot in clues.reading.spots if spot.grid_code}
    if len(spots) > 1:
        notes.append(_("涉及多个路口或地标"))
    if len(spots) != 1:
        return None
    code, spot = spots.popitem()
    if clues.street and code[:9] != clues.street:
        note = _("%(spot)s位于%(found)s，与所报%(named)s不一致，以所报街道为准")
        notes.append(note % {"spot": spot.name, **_two(atlas, code[:9], clues.street)})
        return None
    named = clues.communities or _communities_in_words(clues)
    if named and code[:12] not in named:
        notes.append(_("%(spot)s不在所报社区的示意范围内，以所报社区为准") % {"spot": spot.name})
        return None
    return _place(atlas, code, precision=Precision.CROSSING, point=spot.point)


def _communities_in_words(clues: _Clues) -> frozenset[str]:
    """What all the mentions have in common (海特花园, 海特花园第一社区), or else everything mentioned."""
    mentions = clues.reading.communities
    common = frozenset.intersection(*mentions) if mentions else frozenset[str]()
    return common or frozenset[str]().union(*mentions)


def _community(atlas: Atlas, clues: _Clues, notes: list[str]) -> Location | None:
    """The community named; one name of several communities tells the street if they all lie in one."""
    named = clues.communities or _communities_in_words(clues)
    here = {code for code in named if not clues.street or code.startswith(clues.street)}
    if named and not here:
        notes.append(_("所报社区不在所报%(named)s，以所报街道为准") % {"named": atlas.streets[clues.street].name})
        return None
    if len(here) == 1:
        return _place(atlas, here.pop(), precision=Precision.COMMUNITY)
    if here:
        notes.append(_("社区名称对应多个社区"))
    streets = {code[:9] for code in here}
    return _place(atlas, streets.pop(), precision=Precision.STREET) if len(streets) == 1 else None


def _road(atlas: Atlas, clues: _Clues, notes: list[str]) -> Location | None:
    """A road, with the street named, or else the one street in which all its known points lie."""
    if not clues.reading.roads:
        return None
    known = [streets for road in clues.reading.roads if (streets := atlas.gazetteer.road_streets[road])]
    common = frozenset.intersection(*known) if known else frozenset[str]()
    street = clues.street or (next(iter(common)) if len(common) == 1 else "")
    return _place(atlas, street, precision=Precision.ROAD)


def _street(atlas: Atlas, clues: _Clues, notes: list[str]) -> Location | None:
    """The street named, or else the one in which all crossings and landmarks named lie."""
    if len(clues.reading.streets) > 1 and not clues.street:
        notes.append(_("涉及多个街道"))
        return None
    around = {spot.grid_code[:9] for spot in clues.reading.spots}
    street = clues.street or (around.pop() if len(around) == 1 else "")
    return _place(atlas, street, precision=Precision.STREET) if street else None
