"""申请区裁定."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_summons
from enforcement.actions.objecting import waiting_objection, write_objection
from enforcement.actions.telling import tell_district
from enforcement.actions.timing import start_appeal_clock
from enforcement.models import Objection, Summons
from enforcement.states import SummonsState
from kernel.actors import Actor
from organizations.queries import district_centre


def appeal(
    summons_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Summons:
    """The department does not accept the street's decision: the district settles it within a working day, and the
    department's own clocks run on. Raises Refused `objection_not_waiting` without a rejected objection."""
    opened = open_summons(summons_id, action="appeal", actor=actor, now=now, expected_version=expected_version)
    with opened as (change, part):
        objection = waiting_objection(part.row, Objection.State.REJECTED)
        write_objection(objection, state=Objection.State.APPEALED, appealed_at=now, appeal_reason=reason[:500])
        start_appeal_clock(part.row, centre=district_centre(), now=now)
        part.to(SummonsState.OBJECTED, by="appeal")
        words = _("%(department)s 申请区裁定：%(reason)s") % {"department": part.row.department, "reason": reason}
        part.event("appealed", words)
        tell_district(change.whistle, "summons.appealed", words, now=now, about=part.row)
    return part.row
