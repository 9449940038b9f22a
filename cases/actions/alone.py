"""A follower is worked on by itself again, with the unit that had answered for its main case."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case, DispatchDecision
from organizations.models import Organization


def stand_alone(case: Case, main: Case, *, now: datetime) -> dict[str, Any]:
    """Keeps why the case is with that unit, unless it had been sent there itself; the columns that a case in a unit's
    hands has. The centre merged the two by hand: that decision, and no rule, brought it there."""
    if case.lead is None:
        return {}
    before = case.decisions.first()
    if before is not None and before.target_id == case.lead_id:
        return {"dispatched_at": case.dispatched_at or now, "signed_at": case.signed_at or now}
    _decide(case, main, case.lead, now=now)
    return {"dispatched_at": now, "signed_at": now}


def _decide(case: Case, main: Case, lead: Organization, *, now: datetime) -> None:
    words = _("随主案件 %(main)s 由 %(lead)s 办理，现单独继续") % {"main": main.case_no, "lead": lead}
    mode = DispatchDecision.Mode.BY_HAND
    DispatchDecision.objects.create(case=case, at=now, mode=mode, target=lead, reason=words[:300])
