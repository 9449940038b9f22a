"""Calendar and ladder in the database, and the copy that each process holds."""

from datetime import date, time

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from deadlines.actions.load_ladder import load_ladder
from deadlines.models import Calendar, CalendarDay, Recomputation, RulesVersion, WorkFrame
from deadlines.packaged import packaged_calendar
from deadlines.queries import calendar_state
from deadlines.rules import current_rules, known_calendars
from tests.make import brought_in, load_calendar


def test_loading_fills_the_default_calendar_with_every_packaged_day(db):
    load_calendar()
    loaded, packaged = known_calendars()[0], packaged_calendar()
    assert (loaded.days, loaded.years) == (packaged.days, packaged.years)
    assert loaded.working_hours(date(2025, 3, 12)) == packaged.working_hours(date(2025, 3, 12))


def test_loading_again_changes_nothing(db):
    load_calendar()
    stamp = RulesVersion.current()
    assert not load_calendar().changed
    assert RulesVersion.current() == stamp


def test_days_told_by_people_are_left_alone_and_packaged_ones_mended(db):
    load_calendar()
    CalendarDay.objects.filter(day="2025-10-01").update(kind="workday", source="区政府通知")
    CalendarDay.objects.filter(day="2025-10-02").update(kind="workday")
    assert load_calendar().written == 1
    assert not known_calendars()[0].is_working_day(date(2025, 10, 2))
    assert known_calendars()[0].is_working_day(date(2025, 10, 1))


def test_packaged_days_that_no_longer_hold_are_taken_away(db):
    load_calendar()
    CalendarDay.objects.create(
        calendar=Calendar.objects.get(), day="2025-03-12", kind="off_day", source="chinesecalendar"
    )
    assert load_calendar().removed == 1


def test_the_hours_of_an_existing_calendar_are_kept(db):
    load_calendar()
    WorkFrame.objects.all().delete()
    WorkFrame.objects.create(calendar=Calendar.objects.get(), starts_at=time(8), ends_at=time(16))
    load_calendar()
    assert WorkFrame.objects.count() == 1


def test_an_empty_database_counts_by_the_packaged_calendar(db):
    assert known_calendars()[0] is packaged_calendar()


def test_a_process_asks_only_for_the_stamp_while_nothing_changes(db):
    load_calendar()
    brought_in(load_ladder)
    held = current_rules()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert current_rules() is held
    assert len(queries) == 1


def test_a_change_is_seen_at_once_and_a_rolled_back_one_is_forgotten(db):
    load_calendar()
    with transaction.atomic():
        WorkFrame.objects.all().delete()
        RulesVersion.bump()
        assert current_rules().calendar.frames == ()
        transaction.set_rollback(True)
    assert len(current_rules().calendar.frames) == 2


def test_only_one_calendar_is_the_default(db):
    load_calendar()
    with pytest.raises(IntegrityError), transaction.atomic():
        Calendar.objects.create(code="second", name="另一个", is_default=True)


@pytest.mark.parametrize(
    ("today", "is_short"),
    [(date(2026, 9, 30), False), (date(2026, 10, 1), True), (date(2025, 12, 31), False), (date(2027, 1, 1), True)],
)
def test_the_next_year_is_asked_for_from_the_first_of_october(db, today, is_short):
    assert (calendar_state(today).last_year, calendar_state(today).is_short) == (2026, is_short)


@pytest.mark.parametrize("command", ["load_calendar", "load_ladder"])
def test_what_a_command_loads_moves_running_clocks_and_the_same_again_does_not(db, capsys, command):
    call_command(command)
    call_command(command)
    assert Recomputation.objects.count() == 1
