"""No way around the door: the database knows the tables too."""

import re

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from enforcement.models import Summons, SummonsEvent, Whistle, WhistleEvent
from enforcement.states import SUMMONS_TRANSITIONS, WHISTLE_TRANSITIONS, SummonsState, WhistleState, moves
from tests.enforcement.conftest import summonses

BOTH = pytest.mark.parametrize(
    ("name", "table"), [("whistle", WHISTLE_TRANSITIONS), ("summons", SUMMONS_TRANSITIONS)], ids=["whistle", "summons"]
)


@pytest.fixture
def whistle(whistling):
    return whistling.blow(1)


@BOTH
def test_the_database_holds_the_moves_of_the_table(db, name, table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [f"guard_{name}_state"])
        held = {tuple(move.split()) for move in re.findall(r"'(\w+ \w+)'", cursor.fetchone()[0])}
    assert held == moves(table)


def test_a_state_cannot_change_past_the_table(whistle):
    with pytest.raises(IntegrityError, match="whistle_moves_by_the_table: blown to closed"), transaction.atomic():
        Whistle.objects.filter(pk=whistle.pk).update(state=WhistleState.CLOSED, version=9)
    with pytest.raises(IntegrityError, match="summons_moves_by_the_table: notified to rated"), transaction.atomic():
        Summons.objects.filter(whistle=whistle).update(state=SummonsState.RATED, version=9)


def test_a_state_cannot_change_without_a_new_version(whistle):
    with pytest.raises(IntegrityError, match="whistle_state_changes_with_its_version"), transaction.atomic():
        Whistle.objects.filter(pk=whistle.pk).update(state=WhistleState.ASSEMBLING)


def test_a_state_cannot_change_without_a_line_in_the_course(whistle):
    with pytest.raises(IntegrityError, match="summons_state_changes_with_an_event"), transaction.atomic():
        _object_silently(whistle)


def _object_silently(whistle):
    Summons.objects.filter(whistle=whistle).update(state=SummonsState.OBJECTED, version=2)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("course", [WhistleEvent, SummonsEvent])
def test_a_course_is_never_rewritten(whistle, course):
    for change in (lambda rows: rows.update(text="别的"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change(course.objects.all())


def test_a_department_is_called_once_by_a_whistle(whistle):
    (one,) = summonses(whistle)
    again = Summons(whistle=whistle, department=one.department, number="X", duty="再", notified_at=one.notified_at)
    with pytest.raises(IntegrityError, match="department_is_called_once_by_a_whistle"), transaction.atomic():
        again.save()
