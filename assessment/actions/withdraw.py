"""撤回发布."""

from datetime import datetime

from django.utils.translation import gettext as _

from assessment.actions.door import open_settlement
from assessment.models import Publication, Settlement
from assessment.rules.changes import require_words
from assessment.states import SettlementState
from kernel.actors import Actor


def withdraw(settlement_id: int, *, reason: str, actor: Actor, now: datetime) -> Settlement:
    """No version of it is shown any more, with the reason; the figures may be corrected and published anew."""
    reason = require_words(reason, field="reason")
    with open_settlement(settlement_id, action="withdraw", actor=actor, now=now) as change:
        shown = Publication.objects.filter(settlement=change.settlement, withdrawn_at=None)
        shown.update(withdrawn_at=now, withdrawn_by_label=actor.label, withdrawal_reason=reason[:300])
        change.to(SettlementState.ADJUSTED, approved_at=None, approved_by_label="")
        change.event("withdrawn", _("撤回发布：%(reason)s") % {"reason": reason})
    return change.settlement
