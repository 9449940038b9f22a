"""审批挂账."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.applications import decide, require_opinion
from cases.actions.door import Change, open_door
from cases.actions.shelf import pause_clocks
from cases.models import Case, CaseApplication
from cases.states import State
from kernel.actors import Actor
from kernel.errors import Refused
from kernel.times import due_text


def decide_shelving(
    case_id: int,
    *,
    is_approved: bool,
    opinion: str = "",
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The duty supervisor puts the case on the shelf until the end that was asked for, or not.

    Raises Refused `no_open_application`, `shelving_over` when that end has passed meanwhile.
    """
    require_opinion(opinion, is_approved=is_approved)
    with open_door(
        case_id, action="decide_shelving", actor=actor, now=now, expected_version=expected_version
    ) as change:
        application = decide(change, CaseApplication.Kind.SHELVING, is_approved=is_approved, opinion=opinion)
        if is_approved:
            _shelve(change, application)
        else:
            words = {"opinion": opinion}
            change.event("shelving_refused", _("不同意挂账：%(opinion)s") % words)
    return change.case


def _shelve(change: Change, application: CaseApplication) -> None:
    until = application.until
    if until is None or until <= change.now:
        raise Refused(_("申请的挂账期已过，请选不同意，由单位另行申请。"), code="shelving_over")
    pause_clocks(change.case, reason=application.reason, now=change.now)
    change.to(State.SHELVED, shelved_until=until)
    words = {"until": due_text(until, now=change.now)}
    change.event("shelved", _("同意挂账至 %(until)s") % words, until=until.isoformat())
