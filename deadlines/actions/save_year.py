"""保存一年的节假日安排."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from deadlines.calendar import Day, DayKind
from deadlines.models import Calendar, CalendarDay, CalendarYear, RulesVersion
from deadlines.packaged import SOURCE
from deadlines.year_file import YearFile
from kernel.actors import Actor
from organizations.audit import record
from organizations.permissions import require

Told = Mapping[date, Day]


@dataclass(frozen=True, slots=True)
class SavedYear:
    """The days that read otherwise than before: as they were and as they are; a day missing in one had no entry."""

    before: Told
    after: Told

    @property
    def changed(self) -> list[date]:
        days = self.before.keys() | self.after.keys()
        return sorted(day for day in days if self.before.get(day) != self.after.get(day))


def save_year(calendar: Calendar, file: YearFile, *, actor: Actor, now: datetime, address: str = "") -> SavedYear:
    """The notice of the State Council for a year is taken over as a whole: its days are written, those of an earlier
    file or of the program that it does not name go, the year has data from now on.

    Days that people entered by hand stay unless the file names them. The recomputation of the running clocks is for
    the caller to start, in the same transaction.
    """
    require(actor, "deadlines.configure")
    with transaction.atomic():
        Calendar.objects.select_for_update().get(pk=calendar.pk)
        concerned = _concerned(calendar, file)
        before = {row.day: Day(DayKind(row.kind), row.name) for row in concerned}
        concerned.exclude(day__in=file.days).delete()
        _write(calendar, file)
        saved = SavedYear(before, file.days)
        RulesVersion.bump()
        _record(calendar, file, saved, actor=actor, now=now, address=address)
    return saved


def _concerned(calendar: Calendar, file: YearFile) -> QuerySet[CalendarDay]:
    """What the file replaces: the days that it names, and the year's days that came from a file or the program."""
    sources = {SOURCE, *calendar.years.filter(year=file.year).values_list("source", flat=True)}
    return calendar.days.filter(Q(day__in=file.days) | Q(day__year=file.year, source__in=sources))


def _write(calendar: Calendar, file: YearFile) -> None:
    rows = [
        CalendarDay(calendar=calendar, day=day, kind=told.kind, name=told.name, source=file.source)
        for day, told in file.days.items()
    ]
    columns = ["kind", "name", "source"]
    CalendarDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["calendar", "day"], update_fields=columns
    )
    CalendarYear.objects.update_or_create(calendar=calendar, year=file.year, defaults={"source": file.source})


def _record(calendar: Calendar, file: YearFile, saved: SavedYear, *, actor: Actor, now: datetime, address: str) -> None:
    record(
        "calendar.year_saved",
        actor=actor,
        now=now,
        subject_kind="calendar",
        subject_id=calendar.pk,
        subject_label=f"{calendar} {file.year}",
        before=_as_json(saved.before, saved.changed),
        after=_as_json(saved.after, saved.changed) | {"source": file.source},
        address=address,
    )


def _as_json(days: Told, changed: list[date]) -> dict[str, str]:
    return {day.isoformat(): f"{days[day].kind} {days[day].name}" for day in changed if day in days}
