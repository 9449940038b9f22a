from datetime import datetime

from django.utils.translation import gettext as _

from grid.actions.checked import check_dated
from grid.models import DutyGrid
from kernel.actors import Actor


def save_duty_grid(duty_grid: DutyGrid, *, actor: Actor, now: datetime) -> DutyGrid:
    """Give a duty grid to another inspector, rename it or close it."""
    check_dated(duty_grid, now=now, message=_("责任网格数据不完整或不一致"))
    duty_grid.save()
    return duty_grid
