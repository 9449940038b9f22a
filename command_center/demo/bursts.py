"""When everybody calls at once: one evening a month something fails in one community."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from command_center.demo.chance import dice
from command_center.demo.matters import Matter, matters
from command_center.demo.town import Neighbourhood, Town
from kernel.times import day_start

_HEATING_MONTHS = frozenset({11, 12, 1, 2, 3})


@dataclass(frozen=True, slots=True)
class Burst:
    matter: Matter
    neighbourhood: Neighbourhood
    moments: tuple[datetime, ...]


def burst_on(day: date, town: Town, *, per_day: int) -> Burst | None:
    """The evening's calls if this is the month's bad day: about a third of a day's orders within four hours."""
    chance = dice("burst", day.year, day.month)
    if day.day != chance.randint(3, 26):
        return None
    key = "heating_cold" if day.month in _HEATING_MONTHS else chance.choice(["water_off", "power_cut"])
    evening = day_start(day) + timedelta(hours=18)
    count = max(2, per_day // 3)
    return Burst(
        matter=next(m for m in matters() if m.key == key),
        neighbourhood=chance.choice(town.neighbourhoods),
        moments=tuple(sorted(evening + timedelta(seconds=chance.randrange(4 * 3600)) for _ in range(count))),
    )
