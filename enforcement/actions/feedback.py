"""评价吹哨."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_whistle
from enforcement.models import Feedback
from enforcement.states import SummonsState
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, NotAllowed, Refused


def feedback(
    whistle_id: int,
    *,
    necessity: int,
    information: int,
    coordination: int,
    remark: str = "",
    actor: Actor,
    now: datetime,
) -> Feedback:
    """A department that was called judges the whistle: needed, told enough, led well, 1 to 5 each (双考核).

    Only the street and the centre hear of it, by the department's own summons. Raises Refused `feedback_given`,
    Invalid out of range.
    """
    _require_range(necessity=necessity, information=information, coordination=coordination)
    with open_whistle(whistle_id, action="feedback", actor=actor, now=now) as change:
        states = frozenset(SummonsState) - {SummonsState.EXCUSED}
        part = next((one for one in change.lock(states) if one.row.department_id == actor.organization_id), None)
        if part is None:
            raise NotAllowed(_("此项由被吹哨的部门办理。"))
        if Feedback.objects.filter(whistle=change.whistle, department=part.row.department).exists():
            raise Refused(_("贵单位已评价过这次吹哨。"), code="feedback_given")
        row = Feedback.objects.create(
            whistle=change.whistle,
            department=part.row.department,
            necessity=necessity,
            information=information,
            coordination=coordination,
            remark=remark[:500],
            at=now,
            by_label=actor.label,
        )
        told = {"a": necessity, "b": information, "c": coordination}
        part.event("feedback_given", _("部门评价：必要性 %(a)d、信息 %(b)d、统筹 %(c)d") % told)
    return row


def _require_range(**marks: int) -> None:
    wrong = [name for name, mark in marks.items() if not 1 <= mark <= 5]
    if wrong:
        message = _("请给 1 到 5 分。")
        raise Invalid(message, errors=[FieldError(name, "out_of_range", message) for name in wrong])
