import re
from pathlib import Path

from django.db import connection

from assessment.permissions import PERMISSIONS
from assessment.states import TERMINAL, TRANSITIONS, SettlementState, moves
from assessment.workflow import SETTLEMENT

PAGE = Path(__file__).resolve().parents[2] / "docs" / "workflow.md"


def test_the_page_in_the_docs_is_the_table():
    assert SETTLEMENT.as_mermaid() in PAGE.read_text()
    assert SETTLEMENT.as_table() in PAGE.read_text()


def test_every_state_is_reached_and_all_but_the_last_are_left():
    assert {target for row in TRANSITIONS.values() for target in row.targets} == set(SettlementState)
    left = {source for row in TRANSITIONS.values() for source in row.sources}
    assert left == set(SettlementState) - TERMINAL


def test_the_database_holds_the_moves_of_the_table(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'guard_settlement_state'")
        held = {tuple(move.split()) for move in re.findall(r"'(\w+ \w+)'", cursor.fetchone()[0])}
    assert held == moves()


def test_every_action_has_its_row_in_the_permission_table():
    rights = {row.action.removeprefix("assessment.") for row in PERMISSIONS}
    assert set(TRANSITIONS) - {"collect"} <= rights
