"""The actions a case page offers, in the order of a case's day; a file for each group of verbs.

An action without a step is the API's alone.
"""

from collections.abc import Mapping

from cases.states import TRANSITIONS
from command_center.desk.steps import centre, inspecting, special, unit
from command_center.desk.steps.step import Step

_ORDER = list(TRANSITIONS)
STEPS: Mapping[str, Step] = {
    step.name: step
    for step in sorted(
        (*centre.STEPS, *inspecting.STEPS, *special.STEPS, *unit.STEPS), key=lambda step: _ORDER.index(step.name)
    )
}

__all__ = ["STEPS", "Step"]
