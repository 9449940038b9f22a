"""裁定异议."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_summons
from enforcement.actions.objecting import close_objection, waiting_objection, write_objection
from enforcement.actions.telling import tell_department, tell_office
from enforcement.actions.timing import stop_clock
from enforcement.models import Objection, Summons, SummonsClockKind
from kernel.actors import Actor


def decide_appeal(
    summons_id: int,
    *,
    is_upheld: bool,
    words: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Summons:
    """The district's word is the last: the department is excused, or must come."""
    opened = open_summons(summons_id, action="decide_appeal", actor=actor, now=now, expected_version=expected_version)
    with opened as (change, part):
        objection = waiting_objection(part.row, Objection.State.APPEALED)
        stop_clock(part.row, SummonsClockKind.APPEAL, at=now, now=now)
        state = Objection.State.UPHELD_BY_DISTRICT if is_upheld else Objection.State.REJECTED_BY_DISTRICT
        write_objection(objection, state=state, settled_at=now, settled_by_label=actor.label, settlement=words[:500])
        close_objection(part, is_upheld=is_upheld, by="decide_appeal", now=now)
        said = _("%(answer)s：%(words)s") % {"answer": state.label, "words": words}
        part.event("excused" if is_upheld else "appeal_rejected", said)
        tell_department(part.row, "summons.appeal_decided", said, now=now)
        tell_office(change.whistle, "summons.appeal_decided", said, now=now, about=part.row)
    return part.row
