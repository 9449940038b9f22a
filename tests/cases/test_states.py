from pathlib import Path

import pytest

from cases import workflow
from cases.permissions import PERMISSIONS
from cases.states import OPEN, TERMINAL, TRANSITIONS, State, may_act

PAGE = Path(__file__).resolve().parents[2] / "docs" / "workflow.md"


def test_the_page_in_the_docs_is_the_table():
    page = PAGE.read_text()
    assert workflow.as_mermaid() in page
    assert workflow.as_table() in page


def test_every_state_can_be_reached_and_left():
    reached = {target for row in TRANSITIONS.values() for target in row.targets}
    left = {source for row in TRANSITIONS.values() if row.targets for source in row.sources}
    assert reached == set(State)
    assert left == OPEN


def test_nothing_happens_to_a_case_that_is_over():
    """But for what leaves it as it is: an alert that nobody took, a call of the city that is written down, reopening,
    which makes a new case."""
    later = {name for name in TRANSITIONS for state in TERMINAL if may_act(name, state)}
    assert later == {"take_alert", "record_callback", "reopen"}
    assert {TRANSITIONS[name].targets for name in later} == {frozenset()}


def test_every_action_has_its_row_of_rights():
    assert {f"cases.{name}" for name in TRANSITIONS} <= {row.action for row in PERMISSIONS}


@pytest.mark.parametrize("print_it", [workflow.as_table, workflow.as_mermaid, workflow.as_dot])
def test_each_form_names_every_state(print_it):
    text = print_it()
    assert [state for state in State if str(state.label) not in text] == []
