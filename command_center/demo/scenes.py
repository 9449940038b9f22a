"""Where it happens: the words a caller finds for it, and how much of it the order tells in fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cases.rules.orders import Whereabouts
from command_center.demo.chance import Dice, pick
from command_center.demo.town import Neighbourhood, Spot, Town

_CORNERS = ("东门", "西门", "南门", "北门", "中心花园", "健身角", "门卫室旁", "快递柜旁", "自行车棚旁", "活动站门口")
_SIDES = ("东侧", "西侧", "南侧", "北侧", "东北角", "西南角")
_OUTSIDE = (
    ("海淀区田村路街道", 116.285, 39.948),
    ("海淀区四季青镇", 116.292, 39.961),
    ("丰台区卢沟桥街道", 116.271, 39.853),
    ("门头沟区大峪街道", 116.062, 39.936),
)
_JITTER = 0.0004  # degrees, some 40 m

# How much the order says of a place; shares in percent.
_FORMS_HOME = {"fields": 52, "words": 14, "point": 20, "street": 8, "nothing": 4, "outside": 2}
_FORMS_ROAD = {"words": 44, "point": 30, "road": 12, "street": 8, "nothing": 4, "outside": 2}
_FORMS_PERSON = {"fields": 55, "street": 32, "nothing": 13}


@dataclass(frozen=True, slots=True)
class Scene:
    """`words` stand in the content, `short` in the title."""

    words: str
    short: str
    whereabouts: Whereabouts


def make_scene(chance: Dice, town: Town, *, setting: str, at: Neighbourhood | None = None) -> Scene:
    """A place of this setting (`building, community, road, shop, person`); in the given community if there is one."""
    if setting == "shop":
        setting = "road" if chance.random() < 0.6 else "community"
    return _SETTINGS[setting](chance, town, at)


def _home(chance: Dice, town: Town, at: Neighbourhood | None, spot: str, forms: Mapping[str, float]) -> Scene:
    here = at or chance.choices(town.neighbourhoods, weights=town.neighbourhood_weights)[0]
    form = pick(chance, forms) if at is None else "fields"
    if form == "outside":
        return _outside(chance, spot)
    if form == "nothing":
        return Scene(f"本小区{spot}", "某小区", Whereabouts())
    if form == "street":
        return Scene(f"{here.street}某小区{spot}", here.street, Whereabouts(address=spot, street=here.street))
    words = f"{here.name}{spot}"
    if form == "words":
        return Scene(words, here.name, Whereabouts(address=f"石景山区{here.street}{words}"))
    if form == "point" and here.points:
        lon, lat = _near(chance, *chance.choice(here.points))
        return Scene(words, here.name, Whereabouts(address=words, lon=lon, lat=lat))
    return Scene(words, here.name, Whereabouts(address=words, street=here.street, community=here.name))


def _building(chance: Dice, town: Town, at: Neighbourhood | None) -> Scene:
    return _home(chance, town, at, f"{chance.randint(1, 36)}号楼{chance.randint(1, 6)}单元", _FORMS_HOME)


def _community(chance: Dice, town: Town, at: Neighbourhood | None) -> Scene:
    spot = chance.choice(_CORNERS) if chance.random() < 0.4 else f"{chance.randint(1, 36)}号楼{chance.choice(_SIDES)}"
    return _home(chance, town, at, spot, _FORMS_HOME)


def _person(chance: Dice, town: Town, at: Neighbourhood | None) -> Scene:
    return _home(chance, town, at, "", _FORMS_PERSON)


def _road(chance: Dice, town: Town, at: Neighbourhood | None) -> Scene:
    spot = chance.choices(town.spots, weights=town.spot_weights)[0]
    away = f"{chance.choice(_SIDES)}约{chance.randint(1, 30) * 5}米"
    match pick(chance, _FORMS_ROAD):
        case "outside":
            return _outside(chance, away)
        case "nothing":
            return Scene(f"单位附近路口{away}", "某路口", Whereabouts())
        case "street":
            words = f"{spot.street}某路口{away}"
            return Scene(words, spot.street, Whereabouts(street=spot.street))
        case "road":
            road = chance.choice(town.roads)
            words = f"{road}{chance.randint(1, 98)}号门前{chance.choice(_SIDES)}"
            return Scene(words, road, Whereabouts(address=words))
        case form:
            return _at_spot(chance, spot, away, with_point=form == "point")


def _at_spot(chance: Dice, spot: Spot, away: str, *, with_point: bool) -> Scene:
    words = f"{spot.name}{away}"
    if not with_point:
        return Scene(words, spot.name, Whereabouts(address=words))
    lon, lat = _near(chance, spot.lon, spot.lat)
    return Scene(words, spot.name, Whereabouts(address=words, lon=lon, lat=lat))


def _outside(chance: Dice, spot: str) -> Scene:
    name, lon, lat = chance.choice(_OUTSIDE)
    lon, lat = _near(chance, lon, lat)
    words = f"{name}{spot}"
    if chance.random() < 0.5:
        return Scene(words, name, Whereabouts(address=words))
    return Scene(words, name, Whereabouts(address=words, lon=lon, lat=lat))


def _near(chance: Dice, lon: float, lat: float) -> tuple[float, float]:
    east, north = chance.uniform(-_JITTER, _JITTER), chance.uniform(-_JITTER, _JITTER)
    return round(lon + east, 6), round(lat + north, 6)


_SETTINGS: Mapping[str, Callable[[Dice, Town, Neighbourhood | None], Scene]] = {
    "building": _building,
    "community": _community,
    "road": _road,
    "person": _person,
}
