"""联系诉求人."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.actions.photos import attach
from cases.actions.timing import stop_clock
from cases.models import Case, CaseAttachment, ClockKind
from cases.states import State
from kernel.actors import Actor
from kernel.errors import Refused


def contact(
    case_id: int,
    *,
    note: str,
    photos: Sequence[uuid.UUID] = (),
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The lead records that it spoke with the requester; the first time stops the contact clock (§15), which runs on
    while a return waits for its decision.

    Also with the requester of a case that follows the one in its hands: each is asked later whether it did.
    Raises Refused `not_signed` while the unit has not taken the case on and objects to it.
    """
    with open_door(case_id, action="contact", actor=actor, now=now, expected_version=expected_version) as change:
        _require_signed(change.case)
        if change.case.contacted_at is None:
            stop_clock(change.case, ClockKind.CONTACT, at=now, now=now, around=change.around)
            change.set(contacted_at=now)
        attach(change, photos, role=CaseAttachment.Role.OTHER)
        change.event("contacted", _("已联系诉求人：%(note)s") % {"note": note})
    return change.case


def is_too_early(case: Case) -> bool:
    """Whether the unit objects to a case that it never signed for: its contact is not asked for yet."""
    return case.state == State.RETURN_REQUESTED and case.signed_at is None


def _require_signed(case: Case) -> None:
    if is_too_early(case):
        raise Refused(_("尚未签收，请等退单审批；不同意退单的，签收后再联系诉求人。"), code="not_signed")
