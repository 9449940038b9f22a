"""What a look at a requester needs and leaves: why, and how often somebody looked today."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.actors import Actor
from kernel.errors import FieldError, Invalid
from kernel.times import day_start, local_date
from organizations.audit import record
from organizations.models import AuditEntry

SHORTEST_REASON = 4
REVEALED, LOOKED_UP, OFTEN = "requester.revealed", "requester.looked_up", "requester.revealed_often"


class RevealGround(models.TextChoices):
    """What a number is needed for, most days."""

    CONTACT = "contact", gettext_lazy("联系诉求人")
    VISIT = "visit", gettext_lazy("上门核实")
    CALLBACK = "callback", gettext_lazy("回访")
    REPEAT = "repeat", gettext_lazy("核对重复来电")


def said_why(ground: str, reason: str) -> str:
    """The ground and the words as one sentence. Raises Invalid `reason_missing` when neither says enough."""
    words = reason.strip()
    if ground not in RevealGround.values and len(words) < SHORTEST_REASON:
        message = _("请选择事由，或写明理由（至少 %(n)d 个字）。") % {"n": SHORTEST_REASON}
        raise Invalid(message, errors=[FieldError("reason", "reason_missing", message)], code="reason_missing")
    chosen = str(RevealGround(ground).label) if ground in RevealGround.values else ""
    return "：".join(part for part in (chosen, words) if part)


def one_at_a_time(actor: Actor) -> None:
    """One after another for each person, to the end of the transaction: two at once would not count each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [actor.key])


def looks_today(actor: Actor, *, now: datetime) -> int:
    """Reveals and look-ups of this person since midnight."""
    entries = AuditEntry.objects.filter(actor_key=actor.key, at__gte=day_start(local_date(now)))
    return entries.filter(kind__in=(REVEALED, LOOKED_UP)).count()


def note_if_often(*, actor: Actor, now: datetime, **subject: Any) -> None:
    """Past the usual number of a day an alarm, once; the status page shows it."""
    today = looks_today(actor, now=now)
    since = day_start(local_date(now))
    if (
        today > settings.REVEALS_A_DAY
        and not AuditEntry.objects.filter(actor_key=actor.key, at__gte=since, kind=OFTEN).exists()
    ):
        record(OFTEN, actor=actor, now=now, after={"count": today, "usual": settings.REVEALS_A_DAY}, **subject)
