"""回访."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.calling import call_again
from cases.actions.door import Change, open_door
from cases.actions.rounds import begin_round
from cases.actions.timing import stop_clock
from cases.models import CallBack, Case, ClockKind, Closing
from cases.queries.handling_rules import handling_rules
from cases.states import State
from kernel.actors import Actor
from kernel.errors import Refused
from kernel.times import due_text


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
    way: CallBack.Way = CallBack.Way.PHONE,
    called_at: datetime | None = None,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The clerk calls the requester back; None when nobody answered. Unsolved is handled again, up to the cap; whoever
    cannot be reached is called again later, until the case is closed as it stands.

    `called_at` is when the city called, whose results come later: the clock is judged by it. Raises Refused
    `callback_known` for the same call again; `called_too_soon` when nobody answered again within the wait that the
    rules set: attempts in a row are no attempts.
    """
    with open_door(case_id, action="callback", actor=actor, now=now, expected_version=expected_version) as change:
        call = call_of(change, answers, note=note, way=way, at=called_at or now)
        if called_at is not None:
            require_new(call)
        elif not call.is_reached:
            _require_wait(change)
        call.save(force_insert=True)
        if call.is_reached:
            _conclude(change, call)
        else:
            _count_attempt(change, call)
    return change.case


def call_of(change: Change, answers: Answers | None, *, note: str, way: CallBack.Way, at: datetime) -> CallBack:
    """The call as a row of this round, not saved yet."""
    call = CallBack(case=change.case, round=change.case.round, at=at, actor_label=change.actor.label, way=way)
    call.is_reached, call.note = answers is not None, note
    if answers is not None:
        call.was_contacted, call.solved, call.satisfied = answers.was_contacted, answers.solved, answers.satisfied
    return call


def require_new(call: CallBack) -> None:
    """The same call of the city is never written down twice. Raises Refused `callback_known`."""
    if CallBack.objects.filter(case=call.case, at=call.at).exists():
        raise Refused(_("这次回访已经登记过。"), code="callback_known")


def _require_wait(change: Change) -> None:
    case, again_at = change.case, change.case.call_after
    if again_at is None or change.now >= again_at:
        return
    if case.callbacks.filter(round=case.round, is_reached=False).exists():
        words = {"when": due_text(again_at, now=change.now)}
        raise Refused(_("刚刚没有联系上，请于 %(when)s 以后再打，届时再登记。") % words, code="called_too_soon")


def said(call: CallBack) -> str:
    """What the requester answered, as the course tells it."""
    words = {"solved": call.get_solved_display(), "satisfied": call.get_satisfied_display()}
    return _("回访：%(solved)s，%(satisfied)s") % words


def _conclude(change: Change, call: CallBack) -> None:
    """Dissatisfied counts in the rates, but only what is not solved is handled again."""
    case = change.case
    stop_clock(case, ClockKind.CALLBACK, at=call.at, now=change.now)
    change.event("called_back", said(call), way=call.way)
    if call.solved == CallBack.Solved.NO and case.round < handling_rules(at=change.now).round_cap:
        begin_round(change, why=call.note or _("诉求人表示未解决"))
    else:
        _close(change, Closing.NORMAL)


def _count_attempt(change: Change, call: CallBack) -> None:
    case, rules = change.case, handling_rules(at=change.now)
    attempts = case.callbacks.filter(round=case.round, is_reached=False).count()
    change.event("not_reached", _("回访未联系上（第 %(n)d 次）") % {"n": attempts}, way=call.way)
    if attempts < rules.callback_attempts:
        call_again(change, rules)
        return
    stop_clock(case, ClockKind.CALLBACK, at=call.at, now=change.now)
    _close(change, Closing.UNREACHED)


def _close(change: Change, closing: Closing) -> None:
    change.to(State.CLOSED, closed_at=change.now, closing=closing, call_after=None)
    change.event("closed", _("办结"))
