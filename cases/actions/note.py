"""备注."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from cases.actions.door import open_door
from cases.actions.photos import attach
from cases.models import Case, CaseAttachment
from kernel.actors import Actor


def note(
    case_id: int,
    *,
    text: str,
    photos: Sequence[uuid.UUID] = (),
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """Whoever sees the open case adds a line to its course, with photos if there are any."""
    with open_door(case_id, action="note", actor=actor, now=now, expected_version=expected_version) as change:
        attach(change, photos, role=CaseAttachment.Role.EVIDENCE)
        change.event("noted", text)
    return change.case
