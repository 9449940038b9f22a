"""更正."""

from datetime import datetime

from django.utils.translation import gettext as _

from assessment.actions.door import open_settlement
from assessment.models import Settlement
from assessment.rules.changes import require_words
from assessment.states import SettlementState
from kernel.actors import Actor


def correct(settlement_id: int, *, reason: str, actor: Actor, now: datetime) -> Settlement:
    """Something published was wrong: it is recomputed, approved and published anew as the next version; until then the
    version that is shown stays, as it was."""
    reason = require_words(reason, field="reason")
    with open_settlement(settlement_id, action="correct", actor=actor, now=now) as change:
        change.to(SettlementState.ADJUSTED, approved_at=None, approved_by_label="")
        change.event("correction_begun", _("更正：%(reason)s") % {"reason": reason})
    return change.settlement
