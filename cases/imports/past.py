"""An order of the past as a case: where it ended, as far as the file says; no clock runs and nobody is told."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from cases.actions.placing import located
from cases.imports.arrivals import Arrival, Line, placed, received_line, veiled_draft, words_of
from cases.imports.drafts import Draft, Ending
from cases.imports.surroundings import Surroundings
from cases.models import CallBack
from cases.states import Flow, State
from kernel.actors import Actor


def remembered(draft: Draft, town: Surroundings, *, actor: Actor) -> Arrival:
    draft = veiled_draft(draft)
    place = located(draft.order.whereabouts)
    case, ending = placed(draft, place, town, actor=actor), ending_of(draft)
    case |= end_columns(ending, flow=case["flow"], received_at=case["received_at"])
    lines = [received_line(case, at=case["received_at"]), *course(case, ending)]
    return Arrival(draft, case, words_of(draft), lines, [])


def ending_of(draft: Draft) -> Ending:
    if draft.ending is None:
        raise ValueError("history needs endings")
    return draft.ending


def end_columns(ending: Ending, *, flow: str, received_at: datetime) -> dict[str, Any]:
    """State and times. What the file calls open waits for a person; anything else is over, and where the file does
    not say when, it counts as ended with its last known moment."""
    if ending.is_open and flow == Flow.HOTLINE:
        reason = _("历史导入：文件写明尚未办结，请人工接办")
        return {"state": State.PENDING_DISPATCH, "is_held": True, "hold_reason": reason}
    if ending.is_open:
        return {"state": State.RECEIVED}
    ended_at = ending.closed_at or ending.replied_at or received_at
    replied_at = ending.replied_at or (ended_at if ending.reply else None)
    return {"state": State.CLOSED, "closed_at": ended_at, "replied_at": replied_at}


def course(case: Mapping[str, Any], ending: Ending) -> list[Line]:
    """The lines after the first, in the order of the day."""
    lines, closed_at = [], case["closed_at"]
    if ending.reply and closed_at is not None:
        whole = {"reply": ending.reply} if len(ending.reply) > 450 else {}
        lines.append(Line("replied", case["replied_at"], (_reply() % ending.reply)[:500], whole))
    if ending.is_answered and closed_at is not None:
        lines.append(Line("called_back", closed_at, _said(ending.solved, ending.satisfied), {}))
    if closed_at is not None:
        is_odd = ending.closed_at is not None and ending.closed_at < case["received_at"]
        lines.append(Line("closed", closed_at, _end_words(ending.closed_at is not None, is_odd), {}))
    return lines


@lru_cache
def _reply() -> str:
    return _("回复：%s")


@lru_cache
def _said(solved: str, satisfied: str) -> str:
    answers = [str(CallBack.Solved(solved).label)] if solved else []
    answers += [str(CallBack.Satisfied(satisfied).label)] if satisfied else []
    return _("回访：%s") % "，".join(answers)


@lru_cache
def _end_words(is_known: bool, is_odd: bool) -> str:
    if not is_known:
        return _("办结（历史导入，文件没有写办结时间）")
    return _("办结（历史导入，文件所写办结时间早于接收时间）") if is_odd else _("办结（历史导入）")
