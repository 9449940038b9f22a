"""应哨签收."""

from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.actions.door import open_summons
from enforcement.actions.timing import stop_clock
from enforcement.models import Summons, SummonsClockKind
from enforcement.rules.blowing import Officer
from enforcement.states import SummonsState
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused
from kernel.times import due_text, require_aware


def sign(
    summons_id: int,
    *,
    officer: Officer,
    eta: datetime | None = None,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Summons:
    """The department accepts the street's call, names who comes and when (接受街道统筹调度，街道办事处条例 §5). Who
    objects may sign meanwhile and objects on. Raises Refused `signed_before`; Invalid."""
    _require_sense(officer, eta, now=now)
    opened = open_summons(summons_id, action="sign", actor=actor, now=now, expected_version=expected_version)
    with opened as (_change, part):
        if part.row.signed_at is not None:
            raise Refused(_("贵单位已签收。"), code="signed_before")
        stop_clock(part.row, SummonsClockKind.SIGN, at=now, now=now)
        part.set(signed_at=now, eta=eta, **officer_columns(officer))
        if part.row.state == SummonsState.NOTIFIED:
            part.to(SummonsState.SIGNED, by="sign")
        told = {"department": part.row.department, "officer": f"{officer.post}{officer.name}"}
        words = _("%(department)s 签收，负责人 %(officer)s") % told
        if eta is not None:
            words = _("%(words)s，预计 %(eta)s 到场") % {"words": words, "eta": due_text(eta, now=now)}
        part.event("signed", words)
    return part.row


def officer_columns(officer: Officer) -> dict[str, str]:
    return {
        "officer_name": officer.name[:40],
        "officer_post": officer.post[:40],
        "officer_phone": officer.phone[:40],
    }


def _require_sense(officer: Officer, eta: datetime | None, *, now: datetime) -> None:
    errors = []
    if not officer.name.strip():
        errors.append(FieldError("officer.name", "required", _("请写明到场负责人。")))
    if eta is not None and require_aware(eta) < now:
        errors.append(FieldError("eta", "in_the_past", _("预计到场时间早于现在。")))
    if errors:
        raise Invalid(errors[0].message, errors=errors)
