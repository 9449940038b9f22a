"""当场答复."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.calling import await_call
from cases.actions.closing import close
from cases.actions.door import open_door
from cases.actions.timing import live_clock, stop_clock
from cases.models import Case, ClockKind, Closing, RequestKind
from cases.states import Flow
from deadlines import clocks
from kernel.actors import Actor
from kernel.errors import Refused


def answer(
    case_id: int,
    *,
    text: str,
    wants_call: bool = False,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """A consultation is answered at once (接诉即办工作条例 §11); the requester is called back if they wish so.

    Raises Refused `not_a_consultation`: everything else is dispatched.
    """
    with open_door(case_id, action="answer", actor=actor, now=now, expected_version=expected_version) as change:
        case = change.case
        if case.request_kind != RequestKind.CONSULTATION:
            raise Refused(_("只有咨询可以当场答复，其他诉求请派单办理。"), code="not_a_consultation")
        change.event("answered", _("当场答复：%(text)s") % {"text": text})
        if wants_call and case.flow == Flow.HOTLINE:
            stop_clock(case, ClockKind.HANDLE, at=now, now=now)
            _end_dispatch_clock(case, now=now)
            change.set(replied_at=now, is_held=False, hold_reason="")
            await_call(change)
        else:
            close(change, Closing.ANSWERED, _("当场答复，办结"), replied_at=now)
    return case


def _end_dispatch_clock(case: Case, *, now: datetime) -> None:
    """Nothing is left to dispatch; nobody was late or in time with it."""
    waiting = live_clock(case, ClockKind.DISPATCH)
    if waiting is not None:
        clocks.cancel(waiting, now=now)
