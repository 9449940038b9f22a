"""备注."""

from datetime import datetime

from cases.actions.door import open_door
from cases.models import Case
from kernel.actors import Actor


def note(case_id: int, *, text: str, actor: Actor, now: datetime, expected_version: int | None = None) -> Case:
    """Whoever sees the open case adds a line to its course."""
    with open_door(case_id, action="note", actor=actor, now=now, expected_version=expected_version) as change:
        change.event("noted", text)
    return change.case
