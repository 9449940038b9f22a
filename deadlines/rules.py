"""Calendar, ladder and quiet hours as one value, held by the process until the stamp in the database moves."""

import uuid
from dataclasses import dataclass, field

from deadlines.calendar import Day, DayKind, Frame, WorkCalendar
from deadlines.ladder import Ladder
from deadlines.models import Calendar, LadderRung, QuietHour, RulesVersion
from deadlines.packaged import packaged_calendar
from deadlines.quiet import QuietHours


@dataclass(frozen=True, slots=True)
class TimeRules:
    """All that decides when something is due and what happens then."""

    calendar: WorkCalendar
    ladder: Ladder
    quiet: QuietHours = field(default_factory=QuietHours)


_held: dict[uuid.UUID, TimeRules] = {}


def current_rules() -> TimeRules:
    """The rules in force: one small query when the process already holds them, six when they have changed.

    The stamp is read first: a change that commits in between is at worst loaded twice, never missed.
    """
    stamp = RulesVersion.current()
    if stamp is not None and (held := _held.get(stamp)):
        return held
    rules = TimeRules(
        calendar=default_calendar(),
        ladder=Ladder(tuple(row.as_rung() for row in LadderRung.objects.all())),
        quiet=QuietHours(tuple(row.as_spell() for row in QuietHour.objects.all())),
    )
    if stamp is not None:
        _held.clear()
        _held[stamp] = rules
    return rules


def default_calendar() -> WorkCalendar:
    """The default calendar of the database, whose years without data are provisional; the packaged one as long as
    there is none."""
    calendar = Calendar.objects.filter(is_default=True).first()
    if calendar is None:
        return packaged_calendar()
    return WorkCalendar(
        days={d.day: Day(DayKind(d.kind), d.name) for d in calendar.days.all()},
        years=frozenset(calendar.years.values_list("year", flat=True)),
        frames=tuple(Frame(f.starts_at, f.ends_at, f.valid_from, f.valid_to) for f in calendar.frames.all()),
    )
