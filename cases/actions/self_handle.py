"""自行处置."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from cases.actions.closing import close
from cases.actions.door import Change, open_door
from cases.actions.errands import finish_errand
from cases.actions.photos import attach, require_photo
from cases.models import Case, CaseAttachment, CaseTask, Closing
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid


def self_handle(
    case_id: int,
    *,
    words: str,
    before: Sequence[UUID],
    after: Sequence[UUID],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The inspector put it right on the spot; a photo from before and one from after show it.

    Raises Invalid without either, Refused `photos_required` when what came is no picture.
    """
    _require_both(before, after)
    with open_door(case_id, action="self_handle", actor=actor, now=now, expected_version=expected_version) as change:
        _show(change, before, after)
        finish_errand(change, CaseTask.Kind.VERIFICATION, CaseTask.Outcome.TRUE, result=words)
        close(change, Closing.SELF_HANDLED, _("监督员自行处置，办结：%(words)s") % {"words": words})
    return change.case


def _require_both(before: Sequence[UUID], after: Sequence[UUID]) -> None:
    message = _("自行处置须附处置前、处置后照片各至少一张。")
    missing = [name for name, photos in (("before", before), ("after", after)) if not photos]
    if missing:
        raise Invalid(message, errors=[FieldError(name, "required", message) for name in missing])


def _show(change: Change, before: Sequence[UUID], after: Sequence[UUID]) -> None:
    message = _("自行处置须附处置前、处置后照片各至少一张。")
    for field, ids, role in (
        ("before", before, CaseAttachment.Role.BEFORE),
        ("after", after, CaseAttachment.Role.AFTER),
    ):
        require_photo(attach(change, ids, role=role, field=field), message, code="photos_required")
