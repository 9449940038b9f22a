"""The transition tables of a whistle and of a summons, to print."""

from enforcement.states import (
    BY_NAMES,
    SUMMONS_TERMINAL,
    SUMMONS_TRANSITIONS,
    WHISTLE_TERMINAL,
    WHISTLE_TRANSITIONS,
    SummonsState,
    WhistleState,
)
from foundation.workflow import Workflow

WHISTLE = Workflow(WhistleState, WHISTLE_TERMINAL, tuple(WHISTLE_TRANSITIONS.values()), BY_NAMES)
SUMMONS = Workflow(SummonsState, SUMMONS_TERMINAL, tuple(SUMMONS_TRANSITIONS.values()), BY_NAMES)
