"""载入默认静默时段."""

from datetime import date, time

from django.db import transaction

from deadlines.models import QuietHour, RulesVersion

_FROM = date(2019, 1, 1)


@transaction.atomic
def load_quiet_hours() -> int:
    """Quiet from ten in the evening to seven, save for what is an emergency; what somebody changed stays."""
    night = {"starts_at": time(22), "ends_at": time(7)}
    written = 0
    for urgency, hours in (("", night), ("emergency", {})):
        _row, is_new = QuietHour.objects.get_or_create(
            urgency=urgency, level="", valid_from=_FROM, defaults={"starts_at": None, "ends_at": None} | hours
        )
        written += is_new
    if written:
        RulesVersion.bump()
    return written
