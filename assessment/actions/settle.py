"""结算 (试算)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assessment.actions.compute import compute
from assessment.actions.door import open_settlement
from assessment.models import Run, Settlement
from assessment.states import SettlementState
from kernel.actors import Actor
from kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Settled:
    """`is_new` is false when the figures are those of the run that was in force already."""

    settlement: Settlement
    run: Run
    is_new: bool


def settle(settlement_id: int, *, actor: Actor, now: datetime) -> Settled:
    """The period is counted and every subject scored; what was counted is frozen. Again without a change in the facts,
    the figures and their digest are the same and no revision is added.

    Raises Refused `period_runs_on` before the period is over, `weights_do_not_sum`, `unknown_indicator`.
    """
    with open_settlement(settlement_id, action="settle", actor=actor, now=now) as change:
        if now < change.settlement.period.days.ends_at:
            raise Refused(_("这一期还没有结束，不能结算。"), code="period_runs_on")
        run, is_new = compute(change.settlement, actor=actor, now=now)
        if is_new:
            change.to(SettlementState.COMPUTED)
            words = {"revision": run.revision, "scores": run.scores_count, "facts": run.facts_count}
            change.event(
                "settled",
                _("试算第 %(revision)d 次修订：%(scores)d 个对象，%(facts)d 条事实") % words,
                revision=run.revision,
                digest=run.digest,
            )
    return Settled(change.settlement, run, is_new)
