"""The sweep: claims the rungs that have fallen due, exactly once, however many workers run it."""

from deadlines.sweep.loop import sweep
from deadlines.sweep.results import Fired, OnRungs, SweepResult

__all__ = ["Fired", "OnRungs", "SweepResult", "sweep"]
