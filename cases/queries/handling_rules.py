"""The caps, windows and retries in force on a day."""

from datetime import date, datetime

from django.db.models import Q

from cases.models import HandlingRules
from kernel.times import local_date

_DEFAULTS_SINCE = date(2000, 1, 1)


def handling_rules(*, at: datetime) -> HandlingRules:
    """The row in force on the day of this instant; where none is configured, the field defaults."""
    day = local_date(at)
    in_force = HandlingRules.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
    return in_force.order_by("-valid_from").first() or HandlingRules(valid_from=_DEFAULTS_SINCE)
