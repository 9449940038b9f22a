"""静默时段: records at once, notices in the morning."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from deadlines.actions.load_quiet_hours import load_quiet_hours
from deadlines.models import QuietHour
from deadlines.quiet import QuietHours, QuietSpell
from deadlines.rules import current_rules
from notices.models import Notice
from tests.make import at, brought_in

NIGHT = QuietSpell(time(22), time(7))
SIESTA = QuietSpell(time(12), time(14), level="info")
NEVER = QuietSpell(None, None, urgency="emergency")


@pytest.mark.parametrize(
    ("written", "goes_out"),
    [
        ("2026-02-13 21:59", None),
        ("2026-02-13 22:00", "2026-02-14 07:00"),
        ("2026-02-13 23:59", "2026-02-14 07:00"),
        ("2026-02-14 00:00", "2026-02-14 07:00"),
        ("2026-02-14 06:59", "2026-02-14 07:00"),
        ("2026-02-14 07:00", None),
    ],
)
def test_the_night_ends_in_the_morning(written, goes_out):
    waits = QuietHours((NIGHT,)).deliver_after(at(written), urgency="general", level="alarm")
    assert waits == (at(goes_out) if goes_out else None)


def test_what_says_most_about_a_notice_decides_alone():
    hours = QuietHours((NIGHT, SIESTA, NEVER))
    asked = [("general", "info", "13:00"), ("general", "alarm", "13:00"), ("general", "info", "23:00"),
             ("emergency", "info", "13:00"), ("emergency", "alarm", "23:00")]  # fmt: skip
    found = [hours.deliver_after(at(f"2026-02-13 {hour}"), urgency=u, level=level) for u, level, hour in asked]
    assert found == [at("2026-02-13 14:00"), None, None, None, None]


def test_hours_hold_from_their_first_day_to_their_last():
    hours = QuietHours((QuietSpell(time(22), time(7), valid_from=date(2026, 2, 1), valid_to=date(2026, 2, 28)),))
    found = [hours.deliver_after(at(f"{day} 23:00"), urgency="", level="") for day in ("2026-01-31", "2026-02-28")]
    assert found == [None, at("2026-03-01 07:00")]


def test_without_hours_nothing_waits():
    assert QuietHours().deliver_after(at("2026-02-13 23:00"), urgency="general", level="info") is None


def test_the_default_is_quiet_at_night_but_never_for_an_emergency(db):
    assert (brought_in(load_quiet_hours), brought_in(load_quiet_hours)) == (2, 0)
    quiet = current_rules().quiet
    waits = [quiet.deliver_after(at("2026-02-13 23:00"), urgency=u, level="alarm") for u in ("general", "emergency")]
    assert waits == [at("2026-02-14 07:00"), None]


@pytest.mark.parametrize("hours", [{"starts_at": time(22)}, {"starts_at": time(7), "ends_at": time(7)}])
def test_half_an_hour_range_is_refused(db, hours):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuietHour.objects.create(valid_from=date(2026, 1, 1), **hours)


def test_the_levels_are_those_of_notices():
    assert QuietHour.Level.choices == Notice.Level.choices
