"""How fast the simulated district lives: minutes stand for days, or nobody would see anything move."""

from datetime import datetime, timedelta

from command_center.demo.chance import dice
from command_center.demo.rhythm import rate
from kernel.times import to_local

# Orders a minute on an average hour at pace 1; even at night somebody looking should see one now and then.
ORDERS_A_MINUTE = 5.0
_QUIETEST, _BUSIEST = 0.4, 2.0
# Seconds a step takes, from and to, one after the other.
_STEPS = {
    "sign": (15, 90),
    "contact": (20, 120),
    "reply": (60, 600),
    "review": (20, 120),
    "check": (30, 180),
    "callback": (30, 180),
}
# Steps before the first, which take as long.
_AS_LONG_AS = {"verify": "sign"}
_LEFT_ALONE = 0.12


def seconds_to_next_order(now: datetime, *, pace: float, luck: float) -> float:
    """Shorter in busy hours; `luck` in [0, 1) spreads it around the mean."""
    busy = min(max(rate(to_local(now)), _QUIETEST), _BUSIEST)
    return 60 / (ORDERS_A_MINUTE * busy * max(pace, 0.01)) * (0.5 + luck)


def is_left_alone(case_no: str) -> bool:
    """Some cases nobody touches: work for whoever sits at the desk."""
    return dice("alone", case_no).random() < _LEFT_ALONE


def is_time(step: str, case_no: str, *, received_at: datetime, now: datetime, pace: float) -> bool:
    """Whether a case as old as this one has come to this step."""
    chance, due = dice("steps", case_no), received_at
    for name, (shortest, longest) in _STEPS.items():
        due += timedelta(seconds=chance.uniform(shortest, longest) / max(pace, 0.01))
        if name == _AS_LONG_AS.get(step, step):
            return now >= due
    raise KeyError(step)
