from deadlines.models.calendars import Calendar, CalendarDay, CalendarYear, WorkFrame
from deadlines.models.clock import Clock
from deadlines.models.companions import ClockHolding, ClockPause, ClockStretch, Escalation
from deadlines.models.ladder import LadderRung
from deadlines.models.quiet import QuietHour
from deadlines.models.recompute import RECOMPUTE, ClockMove, Recomputation
from deadlines.models.rules_version import RulesVersion
from deadlines.models.sweeps import SweepRecord

__all__ = [
    "RECOMPUTE",
    "Calendar",
    "CalendarDay",
    "CalendarYear",
    "Clock",
    "ClockHolding",
    "ClockMove",
    "ClockPause",
    "ClockStretch",
    "Escalation",
    "LadderRung",
    "QuietHour",
    "Recomputation",
    "RulesVersion",
    "SweepRecord",
    "WorkFrame",
]
