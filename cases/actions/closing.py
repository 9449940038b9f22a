"""How a case comes to its end, whichever action leads there."""

from typing import Any

from cases.actions.door import Change
from cases.actions.timing import stop_clock
from cases.models import ClockKind, Closing
from cases.states import State


def close(change: Change, closing: Closing, text: str, **columns: Any) -> None:
    """The case is over, in this way; what still runs of the citizen's limit is judged here and now."""
    stop_clock(change.case, ClockKind.HANDLE, at=change.now, now=change.now)
    change.to(State.CLOSED, closed_at=change.now, closing=closing.value, is_held=False, hold_reason="", **columns)
    change.event("closed", text, closing=closing.value)
