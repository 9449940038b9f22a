"""转核实."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.errands import errand_words, send_inspector
from cases.models import Case, CaseTask
from cases.states import State
from kernel.actors import Actor


def send_to_verify(
    case_id: int, *, words: str = "", actor: Actor, now: datetime, expected_version: int | None = None
) -> Case:
    """Before a report is filed, the inspector of its duty grid looks whether it is true (核实)."""
    with open_door(case_id, action="send_to_verify", actor=actor, now=now, expected_version=expected_version) as change:
        task = send_inspector(change, CaseTask.Kind.VERIFICATION, words=words or _("到现场核实是否属实"))
        change.to(State.VERIFYING)
        change.event(
            "sent_to_verify", _("送 %(who)s 核实：%(words)s") % {"who": errand_words(task), "words": task.words}
        )
    return change.case
