"""拒绝应哨."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_summons
from enforcement.actions.telling import tell_district, tell_office
from enforcement.models import Summons
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused


def refuse(
    summons_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> Summons:
    """The department says it will not come: the district investigates and supervises (街道办事处条例 §44). It stays
    called and its clocks run on; should it come after all, the refusal stays on record.

    Raises Refused `refused_before`.
    """
    if not reason.strip():
        message = _("请写明拒绝的理由。")
        raise Invalid(message, errors=[FieldError("reason", "required", message)])
    opened = open_summons(summons_id, action="refuse", actor=actor, now=now, expected_version=expected_version)
    with opened as (change, part):
        if part.row.refused_at is not None:
            raise Refused(_("已登记过拒绝，区督办已在处理。"), code="refused_before")
        part.set(refused_at=now, refusal_reason=reason[:300], is_supervised=True)
        words = _("%(department)s 拒绝应哨：%(reason)s") % {"department": part.row.department, "reason": reason}
        part.event("refused", words)
        tell_district(change.whistle, "summons.refused", words, now=now, about=part.row)
        tell_office(change.whistle, "summons.refused", words, now=now, about=part.row)
    return part.row
