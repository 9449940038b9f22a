"""Configuration of time, one file a noun."""

from deadlines.admin import calendars, days, ladder, quiet, recomputations, sweeps

__all__ = ["calendars", "days", "ladder", "quiet", "recomputations", "sweeps"]
