"""登记市级回访结果."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.callback import Answers, call_of, require_new, said
from cases.actions.door import open_door
from cases.models import CallBack, Case
from kernel.actors import Actor


def record_callback(
    case_id: int, *, answers: Answers | None, note: str = "", called_at: datetime, actor: Actor, now: datetime
) -> Case:
    """The city called on its own after the case was closed: what was said counts in the rates, the case stays closed.

    Raises Refused `callback_known` for the same call again, `wrong_state` for a case that is not closed.
    """
    with open_door(case_id, action="record_callback", actor=actor, now=now) as change:
        call = call_of(change, answers, note=note, way=CallBack.Way.CITY, at=called_at)
        require_new(call)
        call.is_imported = True
        call.save(force_insert=True)
        words = said(call) if call.is_reached else _("回访未联系上")
        change.event("callback_recorded", _("市级%(words)s") % {"words": words}, way=call.way)
    return change.case
