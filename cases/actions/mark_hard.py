"""列为疑难."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.models import Case
from kernel.actors import Actor
from kernel.errors import Refused


def mark_hard(
    case_id: int,
    *,
    is_hard: bool,
    reason: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The duty supervisor puts a case into the district's pool of hard ones (疑难问题库), or takes it out again.

    Raises Refused `hard_already`, `not_hard`.
    """
    with open_door(case_id, action="mark_hard", actor=actor, now=now, expected_version=expected_version) as change:
        if change.case.is_hard == is_hard:
            message, code = (
                (_("案件已在疑难案件中。"), "hard_already") if is_hard else (_("案件不在疑难案件中。"), "not_hard")
            )
            raise Refused(message, code=code)
        change.set(is_hard=is_hard)
        text = _("列为疑难案件：%(reason)s") if is_hard else _("移出疑难案件：%(reason)s")
        change.event("marked_hard" if is_hard else "unmarked_hard", text % {"reason": reason})
    return change.case
