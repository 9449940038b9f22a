"""申请挂账."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from cases.actions.applications import hand_in, require_none_waiting
from cases.actions.door import open_door
from cases.models import Case, CaseApplication
from cases.queries.applications import shelvings_granted
from cases.queries.handling_rules import handling_rules
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused
from kernel.times import due_text, require_aware


def request_shelving(
    case_id: int,
    *,
    reason: str,
    plan: str,
    until: datetime,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The lead can't solve it now for a reason outside its power: it says why, how it will be solved and until when.

    Raises Invalid for an end that is over, Refused `shelving_cap_reached`, `shelving_too_long`,
    `application_open`.
    """
    if require_aware(until) <= now:
        message = _("挂账到期时间要在现在之后。")
        raise Invalid(message, errors=[FieldError("until", "invalid", message)])
    with open_door(
        case_id, action="request_shelving", actor=actor, now=now, expected_version=expected_version
    ) as change:
        case = change.case
        require_none_waiting(case)
        _require_allowed(case, until, now=now)
        asked = {"plan": plan, "until": until}
        hand_in(change, CaseApplication.Kind.SHELVING, reason=reason, came_from=case.state, **asked)
        words = {"lead": case.lead, "until": due_text(until, now=now), "reason": reason}
        change.event("shelving_requested", _("%(lead)s 申请挂账至 %(until)s：%(reason)s") % words)
    return case


def _require_allowed(case: Case, until: datetime, *, now: datetime) -> None:
    rules = handling_rules(at=now)
    if shelvings_granted(case) >= rules.shelving_cap:
        words = _("本轮已挂账 %(n)d 次，不能再挂账。") % {"n": rules.shelving_cap}
        raise Refused(words, code="shelving_cap_reached")
    if until > now + timedelta(days=rules.shelving_days_cap):
        words = _("挂账最长 %(n)d 天，请提前到期时间。") % {"n": rules.shelving_days_cap}
        raise Refused(words, code="shelving_too_long")
