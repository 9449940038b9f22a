"""审批退单."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.applications import decide, require_opinion
from cases.actions.assignment import assign_lead
from cases.actions.door import Change, open_door
from cases.actions.supervision import hand_over_supervision
from cases.actions.tasks import withdraw_all
from cases.actions.timing import cancel_clock, live_clock, start_clock
from cases.models import Case, CaseApplication, CaseParty, CaseTask, ClockKind, DispatchDecision
from cases.states import State
from deadlines import clocks
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid
from organizations.models import Organization
from organizations.queries import district_centre


def decide_return(
    case_id: int,
    *,
    is_approved: bool,
    opinion: str = "",
    target: Organization | None = None,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The centre takes the case back, to dispatch it by hand or straight on to `target`, or leaves it where it was.

    Raises Invalid when a refusal says no opinion or names a target; Refused `no_open_application`.
    """
    require_opinion(opinion, is_approved=is_approved)
    if target is not None and not is_approved:
        raise _unfit(_("不同意退单时不能另派单位。"))
    with open_door(case_id, action="decide_return", actor=actor, now=now, expected_version=expected_version) as change:
        application = decide(change, CaseApplication.Kind.RETURN, is_approved=is_approved, opinion=opinion)
        if not is_approved:
            _leave_with_unit(change, application)
        elif target is not None and target.pk == change.case.lead_id:
            raise _unfit(_("不能派回刚退单的单位；要它办理，请选不同意。"))
        else:
            _take_back(change, application)
            _send_on(change, application, target)
    return change.case


def _leave_with_unit(change: Change, application: CaseApplication) -> None:
    """Back to where it came from; who had not signed yet gets a fresh clock to sign."""
    case, now = change.case, change.now
    if application.came_from == State.DISPATCHED:
        start_clock(case, ClockKind.SIGN, holder=application.organization, at=now, now=now)
    change.to(State(application.came_from))
    words = {"lead": case.lead, "opinion": application.opinion}
    change.event("return_refused", _("不同意退单，由 %(lead)s 办理：%(opinion)s") % words)


def _take_back(change: Change, application: CaseApplication) -> None:
    """The unit is out of it: its part, what it had handed on, its clocks. The new one signs and contacts anew."""
    case = change.case
    withdraw_all(change, CaseTask.Kind.ASSIGNED, CaseTask.Kind.ASSISTING)
    CaseParty.objects.filter(case=case, part__in=[CaseParty.Part.LEAD, CaseParty.Part.ASSIGNED]).delete()
    cancel_clock(case, ClockKind.CONTACT, now=change.now)
    returned = {"returned_count": case.returned_count + 1, "signed_at": None, "contacted_at": None}
    change.to(State.PENDING_DISPATCH, lead=None, **returned)
    words = {"unit": application.organization, "opinion": application.opinion}
    sentence = _("同意 %(unit)s 退单：%(opinion)s") if application.opinion else _("同意 %(unit)s 退单")
    change.event("returned", sentence % words, organization=application.organization_id)


def _send_on(change: Change, application: CaseApplication, target: Organization | None) -> None:
    if target is None:
        _hold(change, application)
        return
    reason = _("%(actor)s 同意退单，改派 %(target)s") % {"actor": change.actor.label, "target": target.name}
    assign_lead(change, target, mode=DispatchDecision.Mode.BY_HAND, reason=reason)


def _hold(change: Change, application: CaseApplication) -> None:
    """It waits for the dispatcher, not for the catalogue, which would send it to the same unit; the citizen's clock
    runs on in the centre's hands, and the one for dispatching starts anew."""
    case, now, centre = change.case, change.now, district_centre()
    words = {"unit": application.organization, "proposed": application.proposed, "reason": application.reason}
    sentence = (
        _("%(unit)s 退单，建议派往 %(proposed)s：%(reason)s")
        if application.proposed
        else _("%(unit)s 退单：%(reason)s")
    )
    change.set(is_held=True, hold_reason=(sentence % words)[:200])
    start_clock(case, ClockKind.DISPATCH, holder=centre, at=now, now=now)
    handle = live_clock(case, ClockKind.HANDLE)
    if handle is not None:
        handle = clocks.transfer(handle, holder=centre, at=now)
        change.set(due_at=handle.due_at, warn_at=handle.warn_at)
    if case.is_supervised:
        hand_over_supervision(case, centre, now=now)


def _unfit(message: str) -> Invalid:
    return Invalid(message, errors=[FieldError("organization", "unfit", message)])
