"""审核回复."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.calling import await_call
from cases.actions.door import open_door
from cases.actions.errands import errand_words, send_inspector
from cases.actions.rounds import hand_back
from cases.models import Case, CaseTask
from cases.states import Flow, State
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid


def review(
    case_id: int,
    *,
    is_accepted: bool,
    opinion: str = "",
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The centre accepts the reply, or gives it back with its opinion.

    An accepted hotline case goes to call-back, an accepted grid case to the inspector who checks on the spot.
    """
    if not is_accepted and not opinion.strip():
        message = _("退回重办要写明意见。")
        raise Invalid(message, errors=[FieldError("opinion", "required", message)])
    with open_door(case_id, action="review", actor=actor, now=now, expected_version=expected_version) as change:
        case = change.case
        if not is_accepted:
            change.set(rework_count=case.rework_count + 1)
            hand_back(change, why=opinion, is_new_round=False)
        elif case.flow == Flow.HOTLINE:
            await_call(change)
            change.event("reviewed", _("回复审核通过，待回访"))
        else:
            task = send_inspector(change, CaseTask.Kind.CHECK, words=_("到现场核查是否达到结案条件"))
            change.to(State.CHECKING)
            change.event("reviewed", _("回复审核通过，送 %(who)s 核查") % {"who": errand_words(task)})
    return case
