"""报到待确认，提醒街道."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from enforcement.actions.escalate import SWEEP
from enforcement.actions.telling import tell_office
from enforcement.models import CheckIn, Summons, SummonsEvent
from enforcement.queries.rules_now import whistle_rules
from enforcement.queries.visibility import audiences_of
from enforcement.states import ACTIVE
from kernel.times import due_text
from notices.outbox import OutboxRow, append_many

_KIND = "check_in_reminded"
# So many in one go; the next beat takes the rest.
_BATCH = 200


def remind_of_check_ins(*, now: datetime) -> int:
    """A claim that has waited for as long as a claim may lie back is brought before the street once more, for the
    department's clocks are held meanwhile. How many there were."""
    long_ago = now - timedelta(minutes=whistle_rules(at=now).check_in_minutes)
    with transaction.atomic():
        waiting = _claimed(long_ago)
        keys = [row.summons_id for row in waiting]
        Summons.objects.filter(pk__in=keys).update(version=F("version") + 1)
        summonses = Summons.objects.select_related("whistle__office", "department").in_bulk(keys)
        lines = [_line(summonses[row.summons_id], row, now=now) for row in waiting]
        SummonsEvent.objects.bulk_create(lines)
        for line in lines:
            tell_office(line.summons.whistle, f"summons.{_KIND}", line.text, now=now, about=line.summons)
        audiences = audiences_of(summonses.values())
        append_many([_news(one, audiences[one.pk]) for one in summonses.values()], now=now)
    return len(waiting)


def _claimed(long_ago: datetime) -> Sequence[CheckIn]:
    """Those that nobody was reminded of yet, their summonses locked; what somebody works on waits for the next beat."""
    of_it = {"summons": OuterRef("summons"), "kind": _KIND, "at__gte": OuterRef("received_at")}
    rows = CheckIn.objects.filter(accepted_at=None, received_at__lte=long_ago, summons__whistle__state__in=ACTIVE)
    rows = rows.exclude(Exists(SummonsEvent.objects.filter(**of_it))).order_by("summons")
    free = Summons.objects.filter(pk__in=[row.summons_id for row in rows[:_BATCH]]).order_by("pk")
    locked = list(free.select_for_update(skip_locked=True).values_list("pk", flat=True))
    return list(rows.filter(summons__in=locked))


def _line(summons: Summons, row: CheckIn, *, now: datetime) -> SummonsEvent:
    told = {"department": summons.department, "at": due_text(row.claimed_at, now=now)}
    return SummonsEvent(
        summons=summons,
        kind=_KIND,
        at=now,
        actor_key=SWEEP.key,
        actor_label=SWEEP.label,
        text=_("%(department)s 报称 %(at)s 到场，仍待街道确认") % told,
        data={"check_in": row.pk},
        version=summons.version,
    )


def _news(summons: Summons, audience: set[int]) -> OutboxRow:
    return OutboxRow(f"summons.{_KIND}", "summons", summons.number, summons.version, audience)
