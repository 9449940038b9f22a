"""What a whistle's page offers, by the names of `enforcement.states`; a file for each side of the whistle.

Blowing, summoning more and repeating have pages of their own.
"""

from collections.abc import Mapping

from command_center.desk.whistles.steps import centre, department, street
from command_center.desk.whistles.steps.step import Step
from enforcement.states import SUMMONS_TRANSITIONS, WHISTLE_TRANSITIONS


def _by_name(steps: tuple[Step, ...], table: Mapping[str, object]) -> Mapping[str, Step]:
    known = {step.name: step for step in steps}
    return {name: known[name] for name in table if name in known}


WHISTLE_STEPS = _by_name((*street.OF_WHISTLE, *department.OF_WHISTLE, *centre.OF_WHISTLE), WHISTLE_TRANSITIONS)
SUMMONS_STEPS = _by_name((*street.OF_SUMMONS, *department.OF_SUMMONS, *centre.OF_SUMMONS), SUMMONS_TRANSITIONS)
# The street's desk says of others that they came.
DESK_CHECK_IN = street.DESK_CHECK_IN

__all__ = ["DESK_CHECK_IN", "SUMMONS_STEPS", "WHISTLE_STEPS", "Step"]
