"""采集: a scheme's way through a period begins."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Period, Scheme, Settlement, SettlementEvent
from assessment.rules.periods import days_of
from kernel.actors import Actor
from organizations.permissions import require


@transaction.atomic
def collect(scheme: Scheme, name: str, *, actor: Actor, now: datetime) -> Settlement:
    """Opens the settlement of this scheme in this period, or finds the one that is open. Raises Invalid `no_period`."""
    require(actor, "assessment.settle")
    days = days_of(name, cut_off_day=scheme.cut_off_day)
    period, _is_new = Period.objects.get_or_create(name=name, first_day=days.first, last_day=days.last)
    settlement, is_new = Settlement.objects.get_or_create(scheme=scheme, period=period)
    if is_new:
        SettlementEvent.objects.create(
            settlement=settlement,
            kind="collecting",
            at=now,
            actor_key=actor.key,
            actor_label=actor.label,
            text=_("开始采集：%(first)s 至 %(last)s") % {"first": days.first, "last": days.last},
            version=settlement.version,
        )
    return settlement
