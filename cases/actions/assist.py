"""请求协办."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.handing_on import hand_on
from cases.models import Case, CaseTask
from kernel.actors import Actor
from kernel.errors import Refused
from organizations.models import Organization

_HELPERS = frozenset({Organization.Kind.STREET, Organization.Kind.DEPARTMENT})


def assist(
    case_id: int,
    *,
    organization: Organization,
    words: str,
    due_at: datetime | None = None,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The lead, or the centre, asks another street or department to help and to report in time; the lead stays
    responsible (首接负责, 接诉即办工作条例 §14).

    Raises Refused `not_a_handling_unit`, `lead_cannot_assist`, `organization_closed`, `task_open`.
    """
    with open_door(case_id, action="assist", actor=actor, now=now, expected_version=expected_version) as change:
        if organization.kind not in _HELPERS:
            raise Refused(_("只能请街道或部门协办；交给社区用“交办”。"), code="not_a_handling_unit")
        if organization.pk == change.case.lead_id:
            raise Refused(_("%(name)s 是主办单位，不能再协办。") % {"name": organization}, code="lead_cannot_assist")
        task = hand_on(change, CaseTask.Kind.ASSISTING, organization=organization, words=words, due_at=due_at)
        told = {"who": organization, "words": words}
        change.event("assist_asked", _("请 %(who)s 协办：%(words)s") % told, task=task.pk, organization=organization.pk)
    return change.case
