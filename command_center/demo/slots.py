"""What fills the {gaps} of a template: every gap is drawn anew, so that two texts hardly ever agree."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from command_center.demo.chance import Dice

_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_GRADES = ("一", "二", "三", "四", "五", "六")


def _clock(chance: Dice) -> str:
    part, first, last = chance.choice(
        [("凌晨", 1, 5), ("早上", 6, 8), ("上午", 9, 11), ("中午", 12, 12), ("下午", 1, 5), ("晚上", 6, 11)]
    )
    return f"{part}{chance.randint(first, last)}点{chance.choice(['', '多', '半', '左右', '一刻'])}"


def _since(chance: Dice) -> str:
    return chance.choice(
        [f"本月{chance.randint(1, 28)}日", f"上个月{chance.randint(1, 30)}号", f"上{chance.choice(_WEEKDAYS)}", "前天"]
    )


_FILLERS: Mapping[str, Callable[[Dice], object]] = MappingProxyType(
    {
        "age": lambda c: c.randint(62, 93),
        "cheap": lambda c: c.randint(8, 99),
        "clock": _clock,
        "days": lambda c: c.randint(2, 40),
        "few": lambda c: c.randint(2, 9),
        "floor": lambda c: c.randint(1, 24),
        "grade": lambda c: c.choice(_GRADES),
        "hours": lambda c: c.randint(2, 9),
        "households": lambda c: c.randint(6, 160),
        "kid": lambda c: c.randint(3, 7),
        "meters": lambda c: c.randint(3, 180),
        "money": lambda c: c.randint(30, 980) * 10,
        "noise": lambda c: c.randint(56, 88),
        "people": lambda c: c.randint(11, 80),
        "since": _since,
        "temp": lambda c: f"{c.randint(11, 17)}.{c.randint(0, 9)}",
        "times": lambda c: c.randint(2, 9),
        "weekday": lambda c: c.choice(_WEEKDAYS),
        "weeks": lambda c: c.randint(2, 11),
        "year": lambda c: c.randint(1978, 2016),
    }
)


class Slots(dict[str, str]):
    """For `str.format_map`: fixed values, and fresh ones for every other known gap. An unknown gap is a KeyError."""

    def __init__(self, chance: Dice, **fixed: str) -> None:
        super().__init__(fixed)
        self._chance = chance

    def __missing__(self, key: str) -> str:
        return str(_FILLERS[key](self._chance))
