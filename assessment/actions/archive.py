"""归档."""

from datetime import datetime

from django.utils.translation import gettext as _

from assessment.actions.door import open_settlement
from assessment.models import Settlement
from assessment.states import SettlementState
from kernel.actors import Actor


def archive(settlement_id: int, *, actor: Actor, now: datetime) -> Settlement:
    """The published result is final: nothing of it is corrected any more."""
    with open_settlement(settlement_id, action="archive", actor=actor, now=now) as change:
        change.to(SettlementState.ARCHIVED)
        change.event("archived", _("归档"))
    return change.settlement
