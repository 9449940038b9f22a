"""The life of a clock: running ⇄ paused, then judged once, or cancelled unjudged."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockState(models.TextChoices):
    RUNNING = "running", _("计时中")
    PAUSED = "paused", _("暂停")
    MET = "met", _("按时")
    MISSED = "missed", _("超时")
    CANCELLED = "cancelled", _("取消")


LIVE = (ClockState.RUNNING, ClockState.PAUSED)
STOPPED = (ClockState.MET, ClockState.MISSED, ClockState.CANCELLED)

TRANSITIONS: dict[str, tuple[tuple[ClockState, ...], tuple[ClockState, ...]]] = {
    "start": ((), (ClockState.RUNNING,)),
    "pause": ((ClockState.RUNNING,), (ClockState.PAUSED,)),
    "resume": ((ClockState.PAUSED,), (ClockState.RUNNING,)),
    "extend": ((ClockState.RUNNING,), (ClockState.RUNNING,)),
    "transfer": (LIVE, LIVE),
    "stop": (LIVE, (ClockState.MET, ClockState.MISSED)),
    "take_back": ((ClockState.MET,), (ClockState.CANCELLED,)),
    "cancel": (LIVE, (ClockState.CANCELLED,)),
}
