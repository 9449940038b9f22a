"""特殊结案."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.closing import close
from cases.actions.door import open_door
from cases.models import Case, Closing
from kernel.actors import Actor


def close_special(
    case_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Case:
    """The duty supervisor closes a case that cannot come to its ordinary end; the reason stays with it."""
    with open_door(case_id, action="close_special", actor=actor, now=now, expected_version=expected_version) as change:
        close(change, Closing.SPECIAL, _("特殊结案：%(reason)s") % {"reason": reason})
    return change.case
