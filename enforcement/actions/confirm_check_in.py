"""确认报到."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.arriving import arrive, claimed_time, waiting_check_in
from enforcement.actions.door import open_summons
from enforcement.actions.telling import tell_department
from enforcement.models import Summons
from kernel.actors import Actor
from kernel.times import due_text


def confirm_check_in(
    summons_id: int,
    *,
    is_true: bool,
    note: str = "",
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Summons:
    """The street, which was there, says whether they came when they say; else the time counts at which we heard of it.

    Raises Refused `no_check_in_waits`.
    """
    opened = open_summons(
        summons_id, action="confirm_check_in", actor=actor, now=now, expected_version=expected_version
    )
    with opened as (_change, part):
        row = waiting_check_in(part.row)
        row.accepted_at = claimed_time(row, part.row) if is_true else row.received_at
        row.confirmed_by_label = actor.label
        row.save(update_fields=["accepted_at", "confirmed_by_label"])
        arrive(part, now=now)
        words = _("街道认定 %(at)s 报到") % {"at": due_text(row.accepted_at, now=now)}
        words = _("%(words)s：%(note)s") % {"words": words, "note": note} if note else words
        part.event("check_in_confirmed", words, check_in=row.pk, is_true=is_true)
        tell_department(part.row, "summons.check_in_confirmed", words, now=now)
    return part.row
