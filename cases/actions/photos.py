"""Photos and documents that come with a step, and the steps that need a photo."""

import uuid
from collections.abc import Sequence

from cases.actions.door import Change
from cases.models import CaseAttachment
from foundation.attachments.linking import take
from kernel.errors import Refused

FIELD = "attachments"


def attach(
    change: Change, ids: Sequence[uuid.UUID], *, role: CaseAttachment.Role, field: str = FIELD
) -> list[CaseAttachment]:
    """Hangs the actor's own uploads on the case with this step.

    Raises Invalid on `field`: unknown or another's, used before, or its file lost.
    """
    if not ids:
        return []
    taken = take(ids, actor=change.actor, field=field)
    return CaseAttachment.objects.bulk_create(
        CaseAttachment(
            case=change.case,
            attachment=one,
            role=role,
            version=change.case.version + 1,
            at=change.now,
            by_label=change.actor.label[:80],
        )
        for one in taken
    )


def require_photo(photos: Sequence[CaseAttachment], message: str, *, code: str) -> None:
    """Raises Refused `code` unless a picture is among what came with this step; a document is none."""
    if not any(photo.attachment.is_image for photo in photos):
        raise Refused(message, code=code)
