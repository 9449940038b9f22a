"""定位."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.placing import place_columns
from cases.models import Case
from cases.rules.orders import Whereabouts
from kernel.actors import Actor


def locate(
    case_id: int,
    *,
    whereabouts: Whereabouts,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """A person says where it is; a case still to be dispatched goes before the catalogue again."""
    with open_door(case_id, action="locate", actor=actor, now=now, expected_version=expected_version) as change:
        change.set(**place_columns(whereabouts), is_held=False, hold_reason="")
        case = change.case
        where = case.location_note or case.get_precision_display()
        change.event("located", _("重新定位：%(where)s") % {"where": where}, precision=case.precision)
    return case
