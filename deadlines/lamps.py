"""The lamp of a deadline: 绿 in time, 黄 little left, 红 overdue, 紫 supervised."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lamp(models.TextChoices):
    GREEN = "green", _("正常")
    YELLOW = "yellow", _("临期")
    RED = "red", _("超期")
    PURPLE = "purple", _("督办")


def lamp(*, due_at: datetime, warn_at: datetime, now: datetime, supervised: bool = False) -> Lamp:
    """Supervision outshines the rest; red only when due has passed; yellow from `warn_at`, the instant at which the
    ladder's reminder falls due (20 % left)."""
    if supervised:
        return Lamp.PURPLE
    if now > due_at:
        return Lamp.RED
    return Lamp.YELLOW if now >= warn_at else Lamp.GREEN
