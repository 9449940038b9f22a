"""催办."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.models import Case
from kernel.actors import Actor
from notices.actions import notify


def urge(case_id: int, *, words: str, actor: Actor, now: datetime, expected_version: int | None = None) -> Case:
    """The centre reminds the unit that has the case; the reminder is counted and reaches the unit as a notice."""
    with open_door(case_id, action="urge", actor=actor, now=now, expected_version=expected_version) as change:
        case = change.case
        change.set(urged_count=case.urged_count + 1)
        change.event("urged", _("催办 %(lead)s：%(words)s") % {"lead": case.lead, "words": words})
        if case.lead_id is not None:
            _tell(case, case.lead_id, words, now=now)
    return case


def _tell(case: Case, lead_id: int, words: str, *, now: datetime) -> None:
    notify(
        organization_id=lead_id,
        kind="case.urged",
        title=_("催办 %(no)s") % {"no": case.case_no},
        body=words,
        subject_kind="case",
        subject_id=case.case_no,
        level="warn",
        now=now,
    )
