"""回访."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import Change, open_door
from cases.actions.rounds import ROUND_CAP, hand_back
from cases.models import CallBack, Case
from cases.states import State
from kernel.actors import Actor

# Calls without an answer after which the case is closed unanswered.
ATTEMPT_CAP = 3


@dataclass(frozen=True, slots=True)
class Answers:
    """What the requester said: did the unit contact me, is it solved, am I satisfied."""

    was_contacted: bool
    solved: CallBack.Solved
    satisfied: CallBack.Satisfied


def answers_of(*, is_reached: bool, was_contacted: bool | None, solved: str, satisfied: str) -> Answers | None:
    """The answers as a form or a body brings them; None when nobody was reached, whatever else it says."""
    if not is_reached:
        return None
    return Answers(bool(was_contacted), CallBack.Solved(solved), CallBack.Satisfied(satisfied))


def callback(
    case_id: int,
    *,
    answers: Answers | None,
    note: str = "",
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The clerk calls the requester back; None when nobody answered. Unsolved is handled again, up to the cap."""
    with open_door(case_id, action="callback", actor=actor, now=now, expected_version=expected_version) as change:
        case = change.case
        call = CallBack(
            case=case, round=case.round, at=now, actor_label=actor.label, is_reached=answers is not None, note=note
        )
        if answers is not None:
            call.was_contacted, call.solved, call.satisfied = answers.was_contacted, answers.solved, answers.satisfied
        call.save(force_insert=True)
        _conclude(change, call)
    return case


def _conclude(change: Change, call: CallBack) -> None:
    case = change.case
    if not call.is_reached:
        attempts = case.callbacks.filter(round=case.round, is_reached=False).count()
        change.event("not_reached", _("回访未联系上（第 %(n)d 次）") % {"n": attempts})
        if attempts >= ATTEMPT_CAP:
            _close(change)
        return
    words = {"solved": call.get_solved_display(), "satisfied": call.get_satisfied_display()}
    change.event("called_back", _("回访：%(solved)s，%(satisfied)s") % words)
    if call.solved == CallBack.Solved.NO and case.round < ROUND_CAP:
        change.set(round=case.round + 1)
        hand_back(change, why=call.note or _("诉求人表示未解决"), is_new_round=True)
    else:
        _close(change)


def _close(change: Change) -> None:
    change.to(State.CLOSED, closed_at=change.now)
    change.event("closed", _("办结"))
