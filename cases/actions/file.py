"""立案."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.filing import take_up
from cases.models import Case, FilingStandard
from kernel.actors import Actor


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
        take_up(change, standard, text=_("立案，条件：%(condition)s"))
    return change.case
