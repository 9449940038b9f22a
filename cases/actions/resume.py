"""恢复办理."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import Change, open_door
from cases.actions.shelf import resume_clocks
from cases.models import Case
from cases.states import State
from kernel.actors import Actor
from kernel.times import due_text


def resume(case_id: int, *, note: str = "", actor: Actor, now: datetime, expected_version: int | None = None) -> Case:
    """The lead or the centre takes the case from the shelf before its end: the obstacle is gone."""
    with open_door(case_id, action="resume", actor=actor, now=now, expected_version=expected_version) as change:
        take_from_shelf(change, at=now, note=note)
    return change.case


def take_from_shelf(change: Change, *, at: datetime, note: str = "") -> None:
    """Handling goes on; `at` is when the shelving ended, from which its clocks count again."""
    case = change.case
    resume_clocks(change, at=at)
    change.to(State.HANDLING)
    sentence = _("恢复办理：%(note)s") if note else _("恢复办理")
    if case.due_at is not None:
        sentence += _("，应办结 %(due)s")
    change.event("resumed", sentence % {"note": note, "due": case.due_at and due_text(case.due_at, now=change.now)})
