"""The transition table of a settlement, to print."""

from assessment.states import BY_NAMES, TERMINAL, TRANSITIONS, SettlementState
from foundation.workflow import Workflow

SETTLEMENT = Workflow(SettlementState, TERMINAL, tuple(TRANSITIONS.values()), BY_NAMES)
