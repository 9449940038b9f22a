"""联系诉求人."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.photos import attach
from cases.actions.timing import stop_clock
from cases.models import Case, CaseAttachment, ClockKind
from kernel.actors import Actor


def contact(
    case_id: int,
    *,
    note: str,
    photos: Sequence[uuid.UUID] = (),
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The lead records that it spoke with the requester; the first time stops the contact clock (§15).

    Also with the requester of a case that follows the one in its hands: each is asked later whether it did.
    """
    with open_door(case_id, action="contact", actor=actor, now=now, expected_version=expected_version) as change:
        if change.case.contacted_at is None:
            stop_clock(change.case, ClockKind.CONTACT, at=now, now=now)
            change.set(contacted_at=now)
        attach(change, photos, role=CaseAttachment.Role.OTHER)
        change.event("contacted", _("已联系诉求人：%(note)s") % {"note": note})
    return change.case
