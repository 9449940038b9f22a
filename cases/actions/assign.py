"""交办."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.handing_on import hand_on
from cases.models import Case, CaseTask
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused
from organizations.models import Organization, User


def assign(
    case_id: int,
    *,
    organization: Organization | None = None,
    person: str = "",
    words: str,
    due_at: datetime | None = None,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The street hands a task to one of its communities, or to a team or a person of its own; it goes on leading, for
    a community never does (接诉即办工作条例 §17).

    Raises Refused `not_your_community`, `organization_closed`, `task_open`; Invalid when nobody is named.
    """
    with open_door(case_id, action="assign", actor=actor, now=now, expected_version=expected_version) as change:
        target = _target(change.case, organization, person)
        key, label = _person(target, person)
        facts: dict[str, Any] = {"person_key": key, "person_label": label, "words": words, "due_at": due_at}
        task = hand_on(change, CaseTask.Kind.ASSIGNED, organization=target, **facts)
        told = {"to": task.bearer, "words": words}
        change.event("assigned", _("交办 %(to)s：%(words)s") % told, task=task.pk, organization=target.pk)
    return change.case


def _target(case: Case, organization: Organization | None, person: str) -> Organization:
    """The community, or the lead itself for its own people."""
    target = organization or case.lead
    if target is None or (target.pk == case.lead_id and not person):
        message = _("请选择社区，或写明本单位的班组、人员。")
        raise Invalid(message, errors=[FieldError("organization", "required", message)])
    is_own = target.kind == Organization.Kind.COMMUNITY and target.parent_id == case.lead_id
    if target.pk != case.lead_id and not is_own:
        raise Refused(
            _("%(name)s 不是 %(lead)s 的社区，不能交办；请其他单位帮助用“请求协办”。")
            % {"name": target, "lead": case.lead},
            code="not_your_community",
        )
    return target


def _person(target: Organization, person: str) -> tuple[str, str]:
    """Key and label of an account of the unit by its name; a team, and whoever has no account, is a label alone."""
    found = User.objects.filter(organization=target, is_active=True, username=person).first() if person else None
    return (found.actor.key, found.display_name) if found else ("", person)
