"""回复."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.holding import require_nothing_open
from cases.actions.timing import stop_clock
from cases.models import Case, ClockKind
from cases.states import Flow, State
from kernel.actors import Actor
from kernel.errors import Refused


def reply(
    case_id: int, *, text: str, measures: str = "", actor: Actor, now: datetime, expected_version: int | None = None
) -> Case:
    """The lead reports what it found and did; the citizen's clock is judged here and now.

    Raises Refused `contact_first`: whoever answers has spoken with the requester (接诉即办工作条例 §15);
    `tasks_open`, `link_holds_reply`: what others do for the case is over first.
    """
    with open_door(case_id, action="reply", actor=actor, now=now, expected_version=expected_version) as change:
        case = change.case
        if case.flow == Flow.HOTLINE and case.contacted_at is None:
            raise Refused(_("还没有联系诉求人，请先联系并登记，再回复。"), code="contact_first")
        require_nothing_open(case)
        stop_clock(case, ClockKind.HANDLE, at=now, now=now)
        change.to(State.REPLIED, replied_at=now)
        change.event("replied", _("%(lead)s 回复：%(text)s") % {"lead": case.lead, "text": text}, measures=measures)
    return case
