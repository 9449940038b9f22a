"""Whistles as streets blow them, drawn one after another: the matter says who is needed, habit adds some, and nobody
is perfect.

Used where many are needed: by the simulator, by the bench's base, and to judge what the suggestion is worth, which
knows nothing of how they are drawn.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from command_center.demo.chance import Dice, dice, pick
from command_center.demo.matters import TEXTS
from command_center.demo.town import Neighbourhood, Town

OFTEN = 0.45  # how likely a street calls what it always calls
FORGOTTEN = 0.05
BESIDES = 0.35  # somebody whom the matter does not explain
SAME_SPOT = 0.5
WHOLE_TOWN = 0.004  # a campaign: 23 departments
CAMPAIGN = 23


@dataclass(frozen=True, slots=True)
class Theme:
    """`needs`: how likely each department is called, by its code; `category` is of the hotline tree."""

    category: str
    weight: float
    kinds: Mapping[str, float]
    matters: Sequence[str]
    needs: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One whistle before it is blown; departments by code, whoever is needed most first."""

    kind: str
    category: str
    matter: str
    where: Neighbourhood
    address: str
    departments: tuple[str, ...]


@cache
def themes() -> tuple[Theme, ...]:
    rows: list[dict[str, Any]] = tomllib.loads((TEXTS / "whistle_themes.toml").read_text(encoding="utf-8"))["theme"]
    return tuple(Theme(**row) for row in rows)


def draw(chance: Dice, town: Town, *, departments: Sequence[str], street: str = "") -> Drawn:
    """One for any street, as loud as it is, or for the street of this name; of `departments` in use."""
    where = _where(chance, town, street)
    theme = chance.choices(themes(), weights=[_weight(one, where) for one in themes()])[0]
    matter = chance.choice(theme.matters).format(place=where.name.removesuffix("社区"))
    called = _called(chance, theme, where.street, departments)
    address = f"{where.name}{_spot(chance, theme, where)}号院"
    return Drawn(pick(chance, theme.kinds), theme.category, matter, where, address, tuple(called))


def _where(chance: Dice, town: Town, street: str) -> Neighbourhood:
    chosen = [n for n, one in enumerate(town.neighbourhoods) if street in ("", one.street)]
    weights = [town.neighbourhood_weights[n] for n in chosen]
    return town.neighbourhoods[chance.choices(chosen, weights=weights)[0]]


def _weight(theme: Theme, where: Neighbourhood) -> float:
    """Each community has its own troubles, some of them far more often than others."""
    return theme.weight * dice("trouble", where.code, theme.category).choice((0.2, 0.5, 1, 1, 3))


def _spot(chance: Dice, theme: Theme, where: Neighbourhood) -> int:
    """Trouble comes back to its few spots."""
    if chance.random() < SAME_SPOT:
        return dice("spot", where.code, theme.category).randint(1, 40)
    return chance.randint(1, 40)


def _called(chance: Dice, theme: Theme, street: str, departments: Sequence[str]) -> list[str]:
    if chance.random() < WHOLE_TOWN:
        first = [code for code in theme.needs if code in departments]
        others = [code for code in departments if code not in first]
        return [*first, *chance.sample(others, min(CAMPAIGN - len(first), len(others)))]
    found = [code for code, share in theme.needs.items() if chance.random() < share]
    found += [code for code in _habits(street) if chance.random() < OFTEN]
    found = [code for code in found if code in departments and chance.random() > FORGOTTEN]
    if chance.random() < BESIDES or not found:
        found.append(chance.choice(departments))
    return list(dict.fromkeys(found))


@cache
def _habits(street: str) -> Sequence[str]:
    """Two departments that this street likes to have with it whatever the matter."""
    return dice("habits", street).sample(("D31", "D32", "D34", "D11", "D17", "D10"), 2)
