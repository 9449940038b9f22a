"""Calendars, ladder and quiet hours as one value, held by the process until the stamp in the database moves."""

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from deadlines.calendar import WorkCalendar
from deadlines.ladder import Ladder
from deadlines.models import Calendar, LadderRung, QuietHour, RulesVersion
from deadlines.packaged import packaged_calendar
from deadlines.quiet import QuietHours

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TimeRules:
    """All that decides when something is due and what happens then; `calendar` is the default of `calendars`."""

    calendar: WorkCalendar
    ladder: Ladder
    quiet: QuietHours = field(default_factory=QuietHours)
    calendars: Mapping[str, WorkCalendar] = field(default_factory=dict)

    def calendar_of(self, code: str) -> WorkCalendar:
        """The one that counts for a clock or limit: blank is the default. So is a code that no calendar has any more;
        the log and the health page name it."""
        found = self.calendars.get(code) if code else self.calendar
        if found is None:
            _say_once(code)
        return found or self.calendar


_held: dict[uuid.UUID, TimeRules] = {}


def current_rules() -> TimeRules:
    """The rules in force: one small query when the process already holds them, six when they have changed.

    The stamp is read first: a change that commits in between is at worst loaded twice, never missed.
    """
    stamp = RulesVersion.current()
    if stamp is not None and (held := _held.get(stamp)):
        return held
    calendar, calendars = known_calendars()
    rules = TimeRules(
        calendar=calendar,
        calendars=calendars,
        ladder=Ladder(tuple(row.as_rung() for row in LadderRung.objects.all())),
        quiet=QuietHours(tuple(row.as_spell() for row in QuietHour.objects.all())),
    )
    if stamp is not None:
        _held.clear()
        _held[stamp] = rules
    return rules


def known_calendars() -> tuple[WorkCalendar, Mapping[str, WorkCalendar]]:
    """The default calendar of the database, whose years without data are provisional, and all by code; the packaged
    one as long as none is the default."""
    rows = list(Calendar.objects.prefetch_related("days", "years", "frames"))
    calendars = {row.code: row.as_value() for row in rows}
    default = next((calendars[row.code] for row in rows if row.is_default), None)
    return default or packaged_calendar(), calendars


@lru_cache(maxsize=100)
def _say_once(code: str) -> None:
    log.warning("no calendar %r: its clocks count by the default one", code)
