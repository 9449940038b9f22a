"""Calling departments, with a new whistle or later: summonses, their clocks, first lines and notices."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from enforcement.actions.course import event_of
from enforcement.actions.numbers import summons_number
from enforcement.actions.telling import tell_called
from enforcement.actions.timing import start_clocks
from enforcement.models import Summons, SummonsEvent, Whistle
from enforcement.rules.blowing import Call
from kernel.actors import Actor
from notices.outbox import OutboxRow
from organizations.models import Organization


def call(
    whistle: Whistle,
    calls: Sequence[Call],
    departments: Mapping[int, Organization],
    *,
    after: int,
    actor: Actor,
    now: datetime,
) -> list[Summons]:
    """One summons for each department, numbered on from `after`, in a few statements however many there are."""
    summonses = [
        Summons(
            whistle=whistle,
            number=summons_number(whistle, after + n),
            department=departments[one.department_id],
            duty=one.duty.strip()[:200],
            notified_at=now,
        )
        for n, one in enumerate(calls, start=1)
    ]
    Summons.objects.bulk_create(summonses)
    clocks = start_clocks(whistle, summonses, now=now)
    lines = [_first_line(one, actor=actor, now=now) for one in summonses]
    SummonsEvent.objects.bulk_create(lines)
    tell_called(whistle, summonses, clocks, now=now)
    return summonses


def news_of(summonses: Sequence[Summons], watchers: set[int]) -> list[OutboxRow]:
    """What each department is told of its own summons."""
    return [
        OutboxRow("summons.notified", "summons", one.number, one.version, watchers | {one.department_id})
        for one in summonses
    ]


def _first_line(summons: Summons, *, actor: Actor, now: datetime) -> Any:
    told = {"department": summons.department, "duty": summons.duty}
    return event_of(summons, "notified", _("吹哨 %(department)s：%(duty)s") % told, {}, actor=actor, now=now)
