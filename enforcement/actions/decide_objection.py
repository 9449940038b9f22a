"""决定异议."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_summons
from enforcement.actions.objecting import close_objection, waiting_objection, write_objection
from enforcement.actions.telling import tell_department
from enforcement.models import Objection, Summons
from kernel.actors import Actor


def decide_objection(
    summons_id: int,
    *,
    is_upheld: bool,
    words: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Summons:
    """The street that called decides: the department is excused, or must come and may appeal to the district.

    Raises Refused `objection_not_waiting` while the district has the matter.
    """
    opened = open_summons(
        summons_id, action="decide_objection", actor=actor, now=now, expected_version=expected_version
    )
    with opened as (_change, part):
        objection = waiting_objection(part.row, Objection.State.OPEN)
        state = Objection.State.UPHELD if is_upheld else Objection.State.REJECTED
        write_objection(objection, state=state, decided_at=now, decided_by_label=actor.label, decision=words[:500])
        close_objection(part, is_upheld=is_upheld, by="decide_objection", now=now)
        told = {"answer": state.label, "words": words}
        said = _("%(answer)s：%(words)s") % told
        part.event("excused" if is_upheld else "objection_rejected", said)
        tell_department(part.row, "summons.objection_decided", said, now=now)
    return part.row
