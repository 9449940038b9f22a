"""Duty grids of the demo: the unit grids of each street given to one inspector, turn by turn."""

from collections.abc import Sequence
from datetime import datetime

from grid.actions.save_duty_grid import save_duty_grid
from grid.models import DutyGrid, Street, UnitGrid
from kernel.actors import Actor
from kernel.times import local_date
from organizations.models import User

_SETTER = Actor.system("demo", "演示数据")


def give_out(inspectors: Sequence[User], *, now: datetime) -> int:
    """One duty grid for each street; returns how many."""
    streets = list(Street.objects.in_force().order_by("code").only("code", "name"))
    for turn, street in enumerate(streets):
        duty = DutyGrid(
            code=f"{street.code}Z01",
            name=f"{street.name}责任网格",
            inspector=inspectors[turn % len(inspectors)].actor.key,
            started_on=local_date(now),
        )
        save_duty_grid(duty, actor=_SETTER, now=now)
        duty.unit_grids.set(UnitGrid.objects.in_force().filter(community__street=street).only("pk"))
    return len(streets)
