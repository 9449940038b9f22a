"""Photos and documents that come with a step of a whistle or of a summons."""

import uuid
from collections.abc import Sequence
from typing import Any

from enforcement.actions.course import Part
from enforcement.models import Summons, WhistleAttachment
from foundation.attachments.linking import take

FIELD = "attachments"


def attach(
    part: Part, ids: Sequence[uuid.UUID], *, role: WhistleAttachment.Role, field: str = FIELD, **belongs_to: Any
) -> list[WhistleAttachment]:
    """Hangs the actor's own uploads on the row at work, with this step; `belongs_to` names its check-in or record.

    Raises Invalid on `field`: unknown or another's, used before, or its file lost.
    """
    if not ids:
        return []
    is_summons = isinstance(part.row, Summons)
    return WhistleAttachment.objects.bulk_create(
        WhistleAttachment(
            whistle=part.row.whistle if is_summons else part.row,
            summons=part.row if is_summons else None,
            attachment=one,
            role=role,
            version=part.row.version + 1,
            at=part.now,
            by_label=part.actor.label[:80],
            **belongs_to,
        )
        for one in take(ids, actor=part.actor, field=field)
    )
