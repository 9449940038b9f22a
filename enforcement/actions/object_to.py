"""提出异议."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_summons
from enforcement.actions.photos import attach
from enforcement.actions.telling import tell_office
from enforcement.models import Objection, Summons, WhistleAttachment
from enforcement.states import SummonsState
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused
from organizations.models import Organization
from organizations.roll import current_roll


def object_to(
    summons_id: int,
    *,
    reason: str,
    basis: str,
    proposed_id: int | None = None,
    attachments: Sequence[uuid.UUID] = (),
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Summons:
    """The department says it is not its duty, on what basis, and whose it is; the street decides, the clocks run on.

    Once for each summons. Raises Refused `objected_before`, Invalid for an unknown organization.
    """
    proposed = _proposed(proposed_id)
    opened = open_summons(summons_id, action="object", actor=actor, now=now, expected_version=expected_version)
    with opened as (change, part):
        if Objection.objects.filter(summons=part.row).exists():
            raise Refused(_("已提出过异议，可对街道的决定申请区裁定。"), code="objected_before")
        Objection.objects.create(
            summons=part.row,
            reason=reason[:500],
            basis=basis[:300],
            proposed=proposed,
            made_at=now,
            made_by_label=actor.label,
        )
        attach(part, attachments, role=WhistleAttachment.Role.OBJECTION)
        part.to(SummonsState.OBJECTED, by="object")
        words = _("%(department)s 提出异议：%(reason)s") % {"department": part.row.department, "reason": reason}
        part.event("objected", words, basis=basis[:300], proposed=proposed.code if proposed else "")
        tell_office(change.whistle, "summons.objected", words, now=now, about=part.row)
    return part.row


def _proposed(pk: int | None) -> Organization | None:
    found = current_roll().by_id.get(pk) if pk is not None else None
    if pk is not None and found is None:
        message = _("没有这个单位。")
        raise Invalid(message, errors=[FieldError("proposed_organization", "unknown", message)])
    return found
