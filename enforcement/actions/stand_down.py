"""解除部门."""

from datetime import datetime

from enforcement.actions.door import open_summons
from enforcement.actions.standing_down import release
from enforcement.models import Summons
from kernel.actors import Actor


def stand_down(
    summons_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Summons:
    """The street needs one department no longer, or gives up waiting for it; it may still be rated."""
    opened = open_summons(summons_id, action="stand_down", actor=actor, now=now, expected_version=expected_version)
    with opened as (_change, part):
        release([part], reason=reason, now=now)
    return part.row
