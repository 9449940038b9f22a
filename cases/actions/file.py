"""立案."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.timing import start_clock, start_handling
from cases.models import Case, ClockKind, CountsFrom, FilingStandard
from cases.states import State
from kernel.actors import Actor
from kernel.errors import Refused
from kernel.times import local_date
from organizations.queries import district_centre


def file(
    case_id: int,
    *,
    standard: FilingStandard,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """A grid case meets a filing condition and is taken up; from here the centre has its time to dispatch it
    (GB/T 30428.8-2020)."""
    with open_door(case_id, action="file", actor=actor, now=now, expected_version=expected_version) as change:
        case = change.case
        _require_fitting(standard, case, now)
        centre = district_centre()
        change.to(State.PENDING_DISPATCH, filed_at=now, standard=standard)
        if standard.category is not None:
            change.set(category=standard.category, needs_classification=False)
        start_clock(case, ClockKind.DISPATCH, holder=centre, at=now, now=now)
        handle = start_handling(case, CountsFrom.FILED, holder=centre, now=now)
        if handle is not None:
            change.set(due_at=handle.due_at, warn_at=handle.warn_at)
        change.event("filed", _("立案，条件：%(condition)s") % {"condition": standard.condition}, standard=standard.pk)
    return case


def _require_fitting(standard: FilingStandard, case: Case, now: datetime) -> None:
    """Raises Refused when the standard is not in force today or belongs to the other flow."""
    today = local_date(now)
    if not standard.valid_from <= today <= (standard.valid_to or today):
        raise Refused(_("这条立案标准今天不在有效期内，请另选。"), code="standard_not_in_force")
    if standard.flow not in {"", case.flow}:
        raise Refused(_("这条立案标准不用于此类案件，请另选。"), code="standard_of_another_flow")
