"""The transition table of a case, to print."""

from cases.states import BY_NAMES, TERMINAL, TRANSITIONS, State
from foundation.workflow import Workflow

WORKFLOW = Workflow(State, TERMINAL, tuple(TRANSITIONS.values()), BY_NAMES)
as_table, as_mermaid, as_dot = WORKFLOW.as_table, WORKFLOW.as_mermaid, WORKFLOW.as_dot
