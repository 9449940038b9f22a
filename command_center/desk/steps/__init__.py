"""The actions a case page offers, in the order of a case's day; a file for each group of verbs.

An action without a step is the API's alone.
"""

from collections.abc import Mapping

from cases.states import TRANSITIONS
from command_center.desk.steps import alerts, applications, centre, crowds, inspecting, special, tasks, unit
from command_center.desk.steps.step import Step

_ORDER = list(TRANSITIONS)
_STEPS: tuple[Step, ...] = (
    *alerts.STEPS,
    *applications.STEPS,
    *centre.STEPS,
    *crowds.STEPS,
    *inspecting.STEPS,
    *special.STEPS,
    *tasks.STEPS,
    *unit.STEPS,
)
STEPS: Mapping[str, Step] = {
    step.name: step
    for step in sorted(
        _STEPS,
        key=lambda step: _ORDER.index(step.name),
    )
}

__all__ = ["STEPS", "Step"]
