"""重新计算."""

from datetime import datetime

from django.utils.translation import gettext as _

from assessment.actions.compute import compute
from assessment.actions.door import Change, open_settlement
from assessment.actions.settle import Settled
from assessment.models import Objection
from assessment.states import SettlementState
from kernel.actors import Actor
from kernel.errors import Refused


def recompute(settlement_id: int, *, actor: Actor, now: datetime) -> Settled:
    """The figures once more, with what was excluded and adjusted, as a new revision with its difference; none when
    nothing is different.

    Raises Refused `window_open`, `objections_open`: first everybody has been heard.
    """
    with open_settlement(settlement_id, action="recompute", actor=actor, now=now) as change:
        _require_heard(change)
        run, is_new = compute(change.settlement, actor=actor, now=now)
        change.to(SettlementState.ADJUSTED)
        words = {"revision": run.revision, "changed": len(run.difference)}
        text = _("第 %(revision)d 次修订：%(changed)d 个对象的得分或名次有变化") if is_new else _("重新计算，没有变化")
        change.event("recomputed", text % words, revision=run.revision, digest=run.digest)
    return Settled(change.settlement, run, is_new)


def _require_heard(change: Change) -> None:
    settlement = change.settlement
    if settlement.objections_until is not None and change.now <= settlement.objections_until:
        raise Refused(_("申诉期还没有结束。"), code="window_open")
    if Objection.objects.filter(settlement=settlement, state=Objection.State.OPEN).exists():
        raise Refused(_("还有申诉没有审核。"), code="objections_open")
