"""When people call: more on Mondays, peaks before and after lunch, little at night."""

from datetime import date, datetime, timedelta

from command_center.demo.chance import Dice, dice
from kernel.times import day_start

# Calls by local hour, in parts of a thousand or so.
HOURS = (9, 6, 4, 4, 5, 10, 22, 45, 78, 96, 94, 72, 48, 52, 82, 88, 80, 62, 50, 48, 46, 38, 26, 15)
WEEKDAYS = (1.16, 1.10, 1.05, 1.02, 1.00, 0.84, 0.78)


def calls_on(day: date, *, per_day: int) -> int:
    """How many orders the day brings, around `per_day`; at least one."""
    mood = dice("mood", day).uniform(0.9, 1.1)
    return max(1, round(per_day * WEEKDAYS[day.weekday()] * mood))


def moments(day: date, *, count: int) -> list[datetime]:
    """So many instants of the day, in order, to the second."""
    chance = dice("moments", day)
    return sorted(moment(day, chance) for _ in range(count))


def moment(day: date, chance: Dice) -> datetime:
    hour = chance.choices(range(24), weights=HOURS)[0]
    return day_start(day) + timedelta(hours=hour, seconds=chance.randrange(3600))


def rate(local: datetime) -> float:
    """How busy this hour is, 1.0 being the average of the day."""
    return HOURS[local.hour] * 24 / sum(HOURS)
