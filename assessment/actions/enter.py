"""录入."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.indicators import REGISTRY
from assessment.models import ManualInput, Period, Subject
from foundation.attachments.linking import take
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid
from organizations.audit import record
from organizations.permissions import require


@transaction.atomic
def enter(
    period: Period,
    subject: Subject,
    *,
    indicator: str,
    value: Decimal,
    provider: str,
    evidence: UUID,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> ManualInput:
    """Somebody enters what no system counts yet, with the file that proves it; a correction replaces the value and
    keeps it. It counts from the next run on.

    Raises Invalid `not_entered` for what the house counts itself, `out_of_range`, and what `take` says of the file.
    """
    require(actor, "assessment.enter")
    _check(subject, indicator, value)
    (file,) = take([evidence], actor=actor, field="evidence")
    before = ManualInput.objects.select_for_update().filter(
        period=period, subject=subject, indicator=indicator, replaced_at=None
    )
    known = before.first()
    before.update(replaced_at=now)
    entered = ManualInput.objects.create(
        period=period,
        subject=subject,
        indicator=indicator,
        value=value,
        provider=provider,
        evidence=file,
        note=note,
        entered_at=now,
        entered_by_label=actor.label,
    )
    record(
        "manual_input.entered",
        actor=actor,
        now=now,
        subject_kind="manual_input",
        subject_id=entered.pk,
        subject_label=f"{period} {subject} {indicator}",
        before=None if known is None else {"value": str(known.value)},
        after={"value": str(value), "provider": provider},
    )
    return entered


def _check(subject: Subject, indicator: str, value: Decimal) -> None:
    known = REGISTRY.get(indicator)
    if known is None or not known.needs_input or subject.kind not in known.kinds:
        message = _("这个指标不由人工录入，或不用于此类考核对象。")
        raise Invalid(message, errors=[FieldError("indicator", "not_entered", message)])
    if not 0 <= value <= 100:
        message = _("录入值在 0 到 100 之间。")
        raise Invalid(message, errors=[FieldError("value", "out_of_range", message)])
