"""申请退单."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.applications import hand_in, require_none_waiting
from cases.actions.door import Change, open_door
from cases.actions.timing import stop_clock
from cases.models import Case, CaseApplication, ClockKind
from cases.queries.applications import is_return_refused
from cases.queries.handling_rules import handling_rules
from cases.states import State
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused
from organizations.models import Organization

_MAY_LEAD = frozenset({Organization.Kind.STREET, Organization.Kind.DEPARTMENT})


def request_return(
    case_id: int,
    *,
    reason: str,
    basis: str,
    proposed: Organization | None = None,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The unit objects: neither its duty nor its area, with the basis and whose it is (接诉即办工作条例 §12).

    The citizen's clock runs on; the unit has spoken, so its signing is judged now. Raises Refused `return_cap_reached`
    once the case was returned as often as it may be (首接负责, §14), `return_refused_before` while the dispatch is the
    one that the centre has upheld, `application_open`.
    """
    with open_door(case_id, action="request_return", actor=actor, now=now, expected_version=expected_version) as change:
        case, came_from = change.case, change.case.state
        require_none_waiting(case)
        _require_below_cap(case, now=now)
        _require_not_refused(change)
        _require_fit(case, proposed)
        stop_clock(case, ClockKind.SIGN, at=now, now=now)
        change.to(State.RETURN_REQUESTED)
        asked = {"basis": basis, "proposed": proposed, "decision": change.around.decision}
        hand_in(change, CaseApplication.Kind.RETURN, reason=reason, came_from=came_from, **asked)
        _say(change, reason, proposed)
    return case


def _require_below_cap(case: Case, *, now: datetime) -> None:
    if case.returned_count >= handling_rules(at=now).return_cap:
        words = _("已退单 %(n)d 次，由区指挥中心指定首接单位，不得再退。") % {"n": case.returned_count}
        raise Refused(words, code="return_cap_reached")


def _require_not_refused(change: Change) -> None:
    """Asking again and again would put off the signature for ever."""
    if is_return_refused(change.case, change.around):
        words = _("区指挥中心已不同意退这次派单，请签收办理；重新派单后才能再申请退单。")
        raise Refused(words, code="return_refused_before")


def _require_fit(case: Case, proposed: Organization | None) -> None:
    if proposed is None:
        return
    if proposed.kind not in _MAY_LEAD or not proposed.is_active or proposed.pk == case.lead_id:
        message = _("建议单位应是另一个在用的街道或部门。")
        raise Invalid(message, errors=[FieldError("organization", "unfit", message)])


def _say(change: Change, reason: str, proposed: Organization | None) -> None:
    words = {"lead": change.case.lead, "reason": reason, "proposed": proposed}
    sentence = (
        _("%(lead)s 申请退单，建议派往 %(proposed)s：%(reason)s") if proposed else _("%(lead)s 申请退单：%(reason)s")
    )
    change.event("return_requested", sentence % words, proposed=proposed.pk if proposed else None)
