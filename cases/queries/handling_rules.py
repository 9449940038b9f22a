"""The caps, windows and retries in force on a day."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import HandlingRules
from kernel.times import local_date

_DEFAULTS_SINCE = date(2000, 1, 1)


def handling_rules(*, at: datetime) -> HandlingRules:
    """The row in force on the day of this instant; where none is configured, the field defaults."""
    day = local_date(at)
    in_force = HandlingRules.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
    return in_force.order_by("-valid_from").first() or HandlingRules(valid_from=_DEFAULTS_SINCE)


def callback_script(rules: HandlingRules) -> str:
    """What a clerk says to the requester; while nobody has written it down, the plain words of the house."""
    return rules.callback_script or _(
        "您好，这里是区城市管理监督指挥中心。您反映的问题，承办单位已经答复。"
        "想请问：承办单位有没有联系过您？问题解决了吗？您对办理满意吗？"
    )
