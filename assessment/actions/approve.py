"""批准."""

from datetime import datetime

from django.utils.translation import gettext as _

from assessment.actions.door import open_settlement
from assessment.models import Adjustment, Settlement
from assessment.queries.runs import run_in_force
from assessment.states import SettlementState
from kernel.actors import Actor
from kernel.errors import Refused


def approve(settlement_id: int, *, actor: Actor, now: datetime) -> Settlement:
    """A leader approves the figures of the revision in force. Raises Refused `adjustments_open`: an adjustment that
    waits for its decision may still change them."""
    with open_settlement(settlement_id, action="approve", actor=actor, now=now) as change:
        settlement = change.settlement
        if Adjustment.objects.filter(settlement=settlement, state=Adjustment.State.PROPOSED).exists():
            raise Refused(_("还有加减分没有审批。"), code="adjustments_open")
        run = run_in_force(settlement)
        change.to(SettlementState.APPROVED, approved_at=now, approved_by_label=actor.label)
        revision = run.revision if run else 0
        change.event("approved", _("批准第 %(revision)d 次修订") % {"revision": revision}, revision=revision)
    return settlement
