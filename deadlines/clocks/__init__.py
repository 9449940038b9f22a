"""What can be done to a clock, inside the caller's transaction and under the caller's lock of the subject
(lock order everywhere: case → whistle → summons → clocks).

Every verb locks the row, returns it fresh, and raises Refused `clock_not_running`, `clock_not_paused` or
`clock_not_live` when the state forbids it; those that end in `_together` leave lock and state to the caller.
"""

from deadlines.clocks.extend import extend, extended_due
from deadlines.clocks.measure import remaining, used_seconds
from deadlines.clocks.pause import pause, pause_together, resume, resume_together
from deadlines.clocks.start import build, start
from deadlines.clocks.stop import cancel, cancel_together, stop, stop_together, take_back
from deadlines.clocks.transfer import transfer, transfer_together

__all__ = [
    "build",
    "cancel",
    "cancel_together",
    "extend",
    "extended_due",
    "pause",
    "pause_together",
    "remaining",
    "resume",
    "resume_together",
    "start",
    "stop",
    "stop_together",
    "take_back",
    "transfer",
    "transfer_together",
    "used_seconds",
]
