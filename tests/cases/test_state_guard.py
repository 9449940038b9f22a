"""No way around the one door: the database knows the table too."""

import re

import pytest
from django.db import IntegrityError, connection, transaction

from cases.actions.dispatch import dispatch
from cases.models import Case, CaseEvent
from cases.states import State, moves
from organizations.roles import Role
from tests import make


@pytest.fixture
def case(town):
    dispatcher = make.person(town.centre, Role.DISPATCHER)
    sent = make.case(sender=town.city)
    return dispatch(sent.pk, target=town.streets[0], actor=dispatcher, now=make.MORNING)


def test_the_database_holds_the_moves_of_the_table(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'guard_case_state'")
        held = {tuple(move.split()) for move in re.findall(r"'(\w+ \w+)'", cursor.fetchone()[0])}
    assert held == moves()


def test_a_state_cannot_change_without_a_new_version(case):
    with pytest.raises(IntegrityError, match="case_state_changes_with_its_version"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=State.HANDLING)


def test_a_state_cannot_change_past_the_table(case):
    with pytest.raises(IntegrityError, match="case_moves_by_the_table: dispatched to checking"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=State.CHECKING, version=case.version + 1)


def test_a_state_cannot_change_without_a_line_in_the_course(case):
    with pytest.raises(IntegrityError, match="case_state_changes_with_an_event"), transaction.atomic():
        _sign_silently(case)
    assert CaseEvent.objects.filter(case=case, version=case.version + 1).count() == 0


def _sign_silently(case):
    Case.objects.filter(pk=case.pk).update(state=State.HANDLING, version=case.version + 1)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
