"""载入随程序提供的节假日数据."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from deadlines.calendar import DEFAULT_FRAMES, Day
from deadlines.models import Calendar, CalendarDay, CalendarYear, RulesVersion, WorkFrame
from deadlines.packaged import SOURCE, packaged_days, packaged_years
from kernel.actors import Actor
from organizations.audit import record
from organizations.permissions import require

DEFAULT_CODE = "default"


@dataclass(frozen=True, slots=True)
class Loaded:
    """Days written, days taken away, years that are new."""

    written: int
    removed: int
    years: int

    @property
    def changed(self) -> bool:
        return bool(self.written or self.removed or self.years)


@transaction.atomic
def load_calendar(calendar: Calendar | None = None, *, actor: Actor, now: datetime, address: str = "") -> Loaded:
    """Fills the calendar (the default one, made if missing) with State Council holidays; run again, it changes nothing.

    Days from another source, entered or uploaded by people, are left as they are, and so is a year that was uploaded
    as a file: it is told as a whole.
    """
    require(actor, "deadlines.configure")
    target = calendar or default_calendar_row()
    before = _told(target)
    loaded = Loaded(_write_days(target), _remove_days(target), _write_years(target))
    if loaded.changed:
        RulesVersion.bump()
        _record(target, loaded, before, actor=actor, now=now, address=address)
    return loaded


def _told(calendar: Calendar) -> dict[str, str]:
    return {row.day.isoformat(): f"{row.kind} {row.name}" for row in calendar.days.all()}


def _record(
    calendar: Calendar, loaded: Loaded, before: Mapping[str, str], *, actor: Actor, now: datetime, address: str
) -> None:
    """The counts, and the days that read otherwise than before: as they were and as they are."""
    after = _told(calendar)
    same = before.items() & after.items()
    counts = {"written": loaded.written, "removed": loaded.removed, "years": loaded.years}
    record(
        "calendar.loaded",
        actor=actor,
        now=now,
        subject_kind="calendar",
        subject_id=calendar.pk,
        subject_label=str(calendar),
        before=dict(sorted(before.items() - same)),
        after=counts | dict(sorted(after.items() - same)),
        address=address,
    )


def default_calendar_row() -> Calendar:
    """The default calendar; a new one gets the usual hours."""
    found = Calendar.objects.filter(is_default=True).first()
    if found is not None:
        return found
    made = Calendar.objects.create(code=DEFAULT_CODE, name="国务院节假日安排", is_default=True)
    WorkFrame.objects.bulk_create(
        WorkFrame(calendar=made, starts_at=f.starts_at, ends_at=f.ends_at) for f in DEFAULT_FRAMES
    )
    return made


def _our_days(calendar: Calendar) -> Mapping[date, Day]:
    """The packaged days of the years that nobody has uploaded."""
    uploaded = set(calendar.years.exclude(source=SOURCE).values_list("year", flat=True))
    return {day: told for day, told in packaged_days().items() if day.year not in uploaded}


def _write_days(calendar: Calendar) -> int:
    known = {d.day: d for d in calendar.days.all()}
    rows = [
        CalendarDay(calendar=calendar, day=day, kind=entry.kind, name=entry.name, source=SOURCE)
        for day, entry in _our_days(calendar).items()
        if day not in known
        or (known[day].source == SOURCE and (known[day].kind, known[day].name) != (entry.kind, entry.name))
    ]
    CalendarDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["calendar", "day"], update_fields=["kind", "name"]
    )
    return len(rows)


def _remove_days(calendar: Calendar) -> int:
    gone = calendar.days.filter(source=SOURCE).exclude(day__in=_our_days(calendar))
    return gone.delete()[0]


def _write_years(calendar: Calendar) -> int:
    missing = packaged_years() - set(calendar.years.values_list("year", flat=True))
    CalendarYear.objects.bulk_create(
        CalendarYear(calendar=calendar, year=year, source=SOURCE) for year in sorted(missing)
    )
    return len(missing)
