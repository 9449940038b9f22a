"""现场记录."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_summons
from enforcement.actions.photos import attach
from enforcement.models import SiteRecord, Summons, WhistleAttachment
from enforcement.states import SummonsState
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid


def record(
    summons_id: int,
    *,
    measure: str,
    text: str,
    attachments: Sequence[uuid.UUID] = (),
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Summons:
    """One entry of the time line of the spot: a service, a measure of management or of enforcement, with photos. The
    first says that the department is at work."""
    if measure not in SiteRecord.Measure.values:
        message = _("没有这种措施类别。")
        raise Invalid(message, errors=[FieldError("measure", "unknown", message)])
    opened = open_summons(summons_id, action="record", actor=actor, now=now, expected_version=expected_version)
    with opened as (_change, part):
        row = SiteRecord.objects.create(
            summons=part.row,
            measure=measure,
            text=text[:2000],
            at=now,
            by_key=actor.key,
            by_label=actor.label,
        )
        attach(part, attachments, role=WhistleAttachment.Role.RECORD, record=row)
        if part.row.state == SummonsState.CHECKED_IN:
            part.to(SummonsState.WORKING, by="record")
        told = {"measure": row.get_measure_display(), "text": text}
        part.event("recorded", _("%(measure)s：%(text)s") % told, record=row.pk)
    return part.row
