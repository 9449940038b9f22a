from pathlib import Path

import pytest

from enforcement import workflow
from enforcement.permissions import PERMISSIONS
from enforcement.states import (
    ACTIVE,
    OWING,
    SUMMONS_TERMINAL,
    SUMMONS_TRANSITIONS,
    WHISTLE_TERMINAL,
    WHISTLE_TRANSITIONS,
    By,
    SummonsState,
    WhistleState,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "workflow.md"
BOTH = pytest.mark.parametrize("flow", [workflow.WHISTLE, workflow.SUMMONS], ids=["whistle", "summons"])


@BOTH
def test_the_page_in_the_docs_is_the_table(flow):
    page = PAGE.read_text()
    assert flow.as_mermaid() in page
    assert flow.as_table() in page


@BOTH
def test_every_state_can_be_reached(flow):
    assert {target for row in flow.rows for target in row.targets} == set(flow.states)


def test_every_open_state_can_be_left_and_no_closed_one():
    left = {source for row in WHISTLE_TRANSITIONS.values() for source in row.sources}
    assert left == set(WhistleState) - WHISTLE_TERMINAL
    left = {source for row in SUMMONS_TRANSITIONS.values() for source in row.sources}
    # Whoever was stood down may still be rated, and need not be.
    assert left == set(SummonsState) - SUMMONS_TERMINAL | {SummonsState.STOOD_DOWN}


def test_a_whistle_at_work_is_neither_over_nor_suspended():
    assert set(WhistleState) - WHISTLE_TERMINAL - {WhistleState.SUSPENDED} == ACTIVE
    assert OWING.isdisjoint(SUMMONS_TERMINAL)


def test_every_action_of_somebody_has_its_row_of_rights():
    rows = [*WHISTLE_TRANSITIONS.values(), *SUMMONS_TRANSITIONS.values()]
    asked = {f"enforcement.{row.name}" for row in rows if row.by != By.SYSTEM} - {"enforcement.notify"}
    assert asked == {row.action for row in PERMISSIONS} - {
        "enforcement.read",
        "enforcement.configure",
        "enforcement.site_code",
    }
