"""核实."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import Change, open_door
from cases.actions.errands import finish_errand
from cases.actions.filing import take_up
from cases.models import Case, CaseTask, FilingStandard
from cases.queries.standards import standard_for
from cases.states import State
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused
from kernel.times import local_date


def verify(
    case_id: int,
    *,
    is_true: bool,
    words: str = "",
    standard: FilingStandard | None = None,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The inspector was there: true is filed, by the chosen standard or by the one that fits the case; untrue is not
    taken up, with the reason.

    Raises Refused `no_filing_condition` when no standard fits, Invalid without a reason.
    """
    if not is_true and not words.strip():
        message = _("不属实要写明现场情况。")
        raise Invalid(message, errors=[FieldError("words", "required", message)])
    with open_door(case_id, action="verify", actor=actor, now=now, expected_version=expected_version) as change:
        outcome = CaseTask.Outcome.TRUE if is_true else CaseTask.Outcome.UNTRUE
        finish_errand(change, CaseTask.Kind.VERIFICATION, outcome, result=words)
        if is_true:
            take_up(change, standard or _fitting(change), text=_("核实属实，立案，条件：%(condition)s"))
        else:
            change.to(State.REJECTED, closed_at=now)
            change.event("rejected", _("核实不属实，不予立案：%(words)s") % {"words": words})
    return change.case


def _fitting(change: Change) -> FilingStandard:
    case = change.case
    found = standard_for(case.category, on=local_date(change.now), urgency=case.urgency, flow=case.flow)
    if found is None:
        raise Refused(_("没有适用的立案条件，请先归类，或另选立案条件。"), code="no_filing_condition")
    return found
