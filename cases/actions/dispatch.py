"""派遣."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.assignment import assign_lead
from cases.actions.door import open_door
from cases.models import Case, DispatchDecision
from kernel.actors import Actor
from organizations.models import Organization


def dispatch(
    case_id: int,
    *,
    target: Organization,
    reason: str = "",
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """A dispatcher sends the case by hand to the unit that must answer for it (职权法定、属地管理, §11)."""
    with open_door(case_id, action="dispatch", actor=actor, now=now, expected_version=expected_version) as change:
        words = _("%(actor)s 人工派往 %(target)s") % {"actor": actor.label, "target": target.name}
        sentence = f"{words}：{reason}" if reason else words
        assign_lead(change, target, mode=DispatchDecision.Mode.BY_HAND, reason=sentence)
    return change.case
