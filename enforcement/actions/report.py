"""反馈."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.arriving import settle_arrivals
from enforcement.actions.door import open_summons
from enforcement.actions.photos import attach
from enforcement.actions.telling import tell_office
from enforcement.actions.timing import end_clocks, stop_clock
from enforcement.models import Departure, Result, Summons, SummonsClockKind, WhistleAttachment
from enforcement.states import SummonsState
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid


def report(
    summons_id: int,
    *,
    result: str,
    text: str,
    attachments: Sequence[uuid.UUID] = (),
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Summons:
    """The department has done its part and says what came of it: solved, partly, unsolved. Nothing is left running."""
    if result not in Result.values:
        message = _("处置结果须为已解决、部分解决或未解决。")
        raise Invalid(message, errors=[FieldError("result", "unknown", message)])
    opened = open_summons(summons_id, action="report", actor=actor, now=now, expected_version=expected_version)
    with opened as (change, part):
        settle_arrivals([part], now=now)
        stop_clock(part.row, SummonsClockKind.FINISH, at=now, now=now)
        end_clocks([part.row], now=now)
        _let_go(part.row, actor=actor, now=now)
        part.to(SummonsState.REPORTED, by="report", reported_at=now, result=result, report=text[:2000])
        attach(part, attachments, role=WhistleAttachment.Role.REPORT)
        told = {"department": part.row.department, "result": Result(result).label, "text": text}
        words = _("%(department)s 反馈%(result)s：%(text)s") % told
        part.event("reported", words, result=result)
        tell_office(change.whistle, "summons.reported", words, now=now, about=part.row)
    return part.row


def _let_go(summons: Summons, *, actor: Actor, now: datetime) -> None:
    """Whoever is done needs no consent to leave any more."""
    asked = Departure.objects.filter(summons=summons, state=Departure.State.ASKED)
    asked.update(state=Departure.State.GRANTED, decided_at=now, decided_by_label=actor.label, answer=_("已反馈"))
