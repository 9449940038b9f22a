"""载入办理规则."""

from datetime import date, datetime

from django.db import transaction

from cases.models import HandlingRules
from kernel.actors import Actor
from organizations.audit import record_load
from organizations.permissions import require


@transaction.atomic
def load_handling_rules(*, valid_from: date, actor: Actor, now: datetime) -> int:
    """One row of defaults to begin with, for a district that has none; returns how many were new."""
    require(actor, "cases.configure")
    added = [] if HandlingRules.objects.exists() else [HandlingRules.objects.create(valid_from=valid_from)]
    record_load("handling_rules.loaded", added, actor=actor, now=now)
    return len(added)
