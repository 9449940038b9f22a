"""载入默认静默时段."""

from datetime import date, datetime, time

from django.db import transaction

from deadlines.models import QuietHour, RulesVersion
from kernel.actors import Actor
from organizations.audit import record_load
from organizations.permissions import require

_FROM = date(2019, 1, 1)


@transaction.atomic
def load_quiet_hours(*, actor: Actor, now: datetime) -> int:
    """Quiet from ten in the evening to seven, save for what is an emergency; what somebody changed stays."""
    require(actor, "deadlines.configure")
    night = {"starts_at": time(22), "ends_at": time(7)}
    written: list[QuietHour] = []
    for urgency, hours in (("", night), ("emergency", {})):
        row, is_new = QuietHour.objects.get_or_create(
            urgency=urgency, level="", valid_from=_FROM, defaults={"starts_at": None, "ends_at": None} | hours
        )
        written += [row] if is_new else []
    if written:
        RulesVersion.bump()
    record_load("quiet_hours.loaded", written, actor=actor, now=now)
    return len(written)
