"""开放申诉."""

from datetime import datetime

from django.utils.translation import gettext as _

from assessment.actions.door import open_settlement
from assessment.models import Settlement
from assessment.states import SettlementState
from deadlines.rules import current_rules
from kernel.actors import Actor
from kernel.times import due_text, local_date


def open_objections(settlement_id: int, *, actor: Actor, now: datetime) -> Settlement:
    """The subjects see the trial figures and may object until the end of the last working day of the window, counted
    once from the calendar as it is today."""
    with open_settlement(settlement_id, action="open_objections", actor=actor, now=now) as change:
        calendar, days = current_rules().calendar, change.settlement.scheme.objection_days
        last = calendar.nth_working_day_after(local_date(now), days)
        until = calendar.end_of_day(last, or_next_working_day=False)
        change.to(SettlementState.OBJECTION, objections_from=now, objections_until=until)
        words = {"days": days, "until": due_text(until, now=now)}
        change.event("objections_opened", _("开放申诉 %(days)d 个工作日，至 %(until)s") % words)
    return change.settlement
