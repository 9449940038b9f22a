"""What filing does, whether the centre files a report straight away or after an inspector found it true."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import Change
from cases.actions.timing import start_clock, start_handling
from cases.models import Case, ClockKind, CountsFrom, FilingStandard
from cases.states import State
from kernel.errors import Refused
from kernel.times import local_date
from organizations.queries import district_centre


def take_up(change: Change, standard: FilingStandard, *, text: str) -> None:
    """The case is filed by this standard; from here the centre has its time to dispatch it.

    Raises Refused `standard_not_in_force`, `standard_of_another_flow`.
    """
    case, now = change.case, change.now
    _require_fitting(standard, case, now)
    centre = district_centre()
    change.to(State.PENDING_DISPATCH, filed_at=now, standard=standard)
    if standard.category is not None:
        change.set(category=standard.category, needs_classification=False)
    start_clock(case, ClockKind.DISPATCH, holder=centre, at=now, now=now)
    handle = start_handling(case, CountsFrom.FILED, holder=centre, now=now)
    if handle is not None:
        change.set(due_at=handle.due_at, warn_at=handle.warn_at)
    change.event("filed", text % {"condition": standard.condition}, standard=standard.pk)


def _require_fitting(standard: FilingStandard, case: Case, now: datetime) -> None:
    """Raises Refused when the standard is not in force today or belongs to the other flow."""
    today = local_date(now)
    if not standard.valid_from <= today <= (standard.valid_to or today):
        raise Refused(_("这条立案标准今天不在有效期内，请另选。"), code="standard_not_in_force")
    if standard.flow not in {"", case.flow}:
        raise Refused(_("这条立案标准不用于此类案件，请另选。"), code="standard_of_another_flow")
